import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fill } from "../shared/lang";
import type { AgentStatus } from "../shared/wire";
import { Conversation } from "./Conversation";
import type { Desk } from "./desk";
import { FilePanel } from "./FilePanel";
import { HelpDialog } from "./HelpDialog";
import { onKey } from "./keys";
import { Lists } from "./Lists";
import { SignIn } from "./SignIn";

const STATUSES: AgentStatus[] = ["online", "busy", "away"];

export function App({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const help = useSignal(false);
  useEffect(() => {
    const heard = (press: KeyboardEvent): void => onKey(desk, press);
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, [desk]);
  useSignalEffect(() => {
    document.documentElement.lang = desk.lang.value === "zh" ? "zh-CN" : "en";
    const waiting = desk.queue.value.length;
    document.title = (waiting > 0 ? `(${waiting}) ` : "") + desk.words.value.title;
  });
  if (desk.entry.value === "asking") return null;
  if (desk.entry.value === "out") return <SignIn desk={desk} />;
  return (
    <div class={desk.selected.value === undefined ? "desk" : "desk reading"}>
      <a class="skip" href="#conversation">
        {words.skip}
      </a>
      <header class="top">
        <h1>{words.title}</h1>
        <span class="me" data-test="me">
          {desk.me.value}
        </span>
        <label class="status">
          <span class="aside">{words.status}</span>
          <select
            value={desk.status.value}
            data-test="status"
            onChange={({ currentTarget }) => desk.setStatus(currentTarget.value as AgentStatus)}
          >
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {words.statuses[status]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="quiet wide" aria-haspopup="dialog" data-test="keys-open" onClick={() => (help.value = true)}>
          {words.keys}
        </button>
        <LanguageButton desk={desk} />
        <button type="button" class="quiet" data-test="sign-out" onClick={() => void desk.signOut()}>
          {words.signOut}
        </button>
      </header>
      <Alerts desk={desk} />
      <Lists desk={desk} />
      <Conversation desk={desk} />
      <FilePanel desk={desk} />
      {help.value && <HelpDialog words={words} close={() => (help.value = false)} />}
    </div>
  );
}

export function LanguageButton({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const other = desk.lang.value === "zh" ? "en" : "zh";
  return (
    <button
      type="button"
      class="quiet"
      lang={other === "zh" ? "zh-CN" : "en"}
      aria-label={words.languageLabel}
      title={words.languageHelp}
      data-test="language"
      onClick={() => desk.speak(other)}
    >
      {words.language}
    </button>
  );
}

function Alerts({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const alert = desk.alert.value;
  const lost = desk.link.lost.value;
  return (
    <div class="alerts">
      {lost && (
        <p class="alert" role="status" data-test="offline">
          {words.offline}
          <button type="button" class="link" onClick={() => desk.link.reconnect()}>
            {words.reconnect}
          </button>
        </p>
      )}
      {alert && (
        <p class="alert" role="alert" data-test="alert" data-code={alert.code}>
          {alert.code === "taken" && alert.name
            ? fill(words.errors.takenBy ?? "", { name: alert.name })
            : (words.errors[alert.code] ?? words.errorElse)}
          <button type="button" class="link" onClick={() => (desk.alert.value = undefined)}>
            {words.dismiss}
          </button>
        </p>
      )}
    </div>
  );
}
