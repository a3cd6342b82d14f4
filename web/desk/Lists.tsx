import { useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import { moment, span } from "../shared/time";
import type { WaitingItem } from "../shared/wire";
import type { Desk } from "./desk";
import { lastHandoff, matter, tip } from "./names";
import { now } from "./now";
import { unread } from "./talk";
import type { Talk } from "./talk";

/** Who waits and why, most pressing first as the server orders them, and the agent's own chats. Arrow keys walk. */
export function Lists({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const queue = desk.queue.value;
  const mine = desk.mine.value;
  const box = useRef<HTMLElement>(null);
  const newest = queue.reduce<WaitingItem | undefined>((last, item) => (!last || item.since > last.since ? item : last), undefined);
  return (
    <nav
      ref={box}
      class="lists"
      aria-label={words.title}
      onKeyDown={(press) => {
        const step = press.key === "ArrowDown" ? 1 : press.key === "ArrowUp" ? -1 : 0;
        if (step === 0) return;
        const items = [...(box.current?.querySelectorAll<HTMLElement>("button.item") ?? [])];
        const at = items.indexOf(document.activeElement as HTMLElement);
        items[Math.min(items.length - 1, Math.max(0, at + step))]?.focus();
        press.preventDefault();
      }}
    >
      <p class="aside" role="status">
        {newest ? fill(words.waitingNew, { reason: words.reasons[newest.reason] ?? newest.reason }) : ""}
      </p>
      <section aria-labelledby="waiting">
        <h2 id="waiting">
          {words.waiting} <span class="count">{queue.length}</span>
        </h2>
        {queue.length === 0 && <p class="empty">{words.waitingNone}</p>}
        <ul>
          {queue.map((item) => (
            <li key={item.conversation}>
              <QueueItem item={item} desk={desk} />
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="mine">
        <h2 id="mine">
          {words.mine} <span class="count">{mine.length}</span>
        </h2>
        {mine.length === 0 && <p class="empty">{words.mineNone}</p>}
        <ul>
          {mine.map((talk) => (
            <li key={talk.conversation}>
              <MyItem talk={talk} desk={desk} />
            </li>
          ))}
        </ul>
      </section>
    </nav>
  );
}

function QueueItem({ item, desk }: { item: WaitingItem; desk: Desk }) {
  const words = desk.words.value;
  const lang = desk.lang.value;
  const left = item.due_at - now.value;
  const names = desk.names.value;
  const topic = names.topic(item.skill);
  const handoff = lastHandoff(desk.talks.value.get(item.conversation)?.transcript.events ?? []);
  const { title, id } = matter({ conversation: item.conversation, handoff, skill: item.skill }, names, words);
  return (
    <button
      type="button"
      class={`item ${item.priority}`}
      aria-current={desk.selected.value === item.conversation}
      data-test="waiting"
      data-conversation={item.conversation}
      onClick={() => desk.open(item.conversation)}
    >
      <span class="line">
        <span class={`priority ${item.priority}`}>{words.priorities[item.priority]}</span>
        <strong title={tip(id, title)}>{title}</strong>
        <span class={left < 0 ? "due late" : "due"}>
          {item.promised_at
            ? fill(words.promised, { when: moment(item.promised_at, now.value, lang) })
            : fill(left < 0 ? words.overdue : words.due, { span: span(Math.abs(left), lang) })}
        </span>
      </span>
      <span class="summary">{item.summary}</span>
      <span class="line soft">
        <span>
          {words.reasons[item.reason] ?? item.reason}
          {title !== topic && (
            <>
              {" · "}
              <span title={tip(item.skill, topic)}>{topic}</span>
            </>
          )}
        </span>
        <span>{fill(words.since, { span: span(now.value - item.since, lang) })}</span>
      </span>
    </button>
  );
}

function MyItem({ talk, desk }: { talk: Talk; desk: Desk }) {
  const words = desk.words.value;
  const count = unread(talk);
  const { events } = talk.transcript;
  const last = events.findLast((event) => event.text);
  const { title, id } = matter({ conversation: talk.conversation, handoff: lastHandoff(events) }, desk.names.value, words);
  return (
    <button
      type="button"
      class="item"
      aria-current={desk.selected.value === talk.conversation}
      data-test="my-chat"
      data-conversation={talk.conversation}
      onClick={() => desk.open(talk.conversation)}
    >
      <span class="line">
        <strong title={tip(id, title)}>{title}</strong>
        {count > 0 && (
          <span class="badge">
            <span aria-hidden="true">{count}</span>
            <span class="aside">{fill(words.unread, { count })}</span>
          </span>
        )}
      </span>
      {last && (
        <span class="summary">
          <span class="soft">{words.from[last.from]}</span> {last.text}
        </span>
      )}
    </button>
  );
}
