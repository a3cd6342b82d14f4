import { render } from "preact";
import { browserStore } from "../shared/store";
import { App } from "./App";
import { Desk } from "./desk";
import "./desk.css";

const desk = new Desk({ base: location.href, store: browserStore("aftercare."), fetch: (...call) => fetch(...call) });
const place = document.getElementById("desk");
if (place) render(<App desk={desk} />, place);
void desk.resume();
