import { render } from "preact";
import { browserStore } from "../shared/store";
import { App } from "./App";
import { Desk } from "./desk";
import "./css/base.css";
import "./css/frame.css";
import "./css/lists.css";
import "./css/talk.css";
import "./css/file.css";
import "./css/dialogs.css";
import "./css/narrow.css";

const desk = new Desk({ base: location.href, store: browserStore("aftercare."), fetch: (...call) => fetch(...call) });
const place = document.getElementById("desk");
if (place) render(<App desk={desk} />, place);
void desk.resume();
