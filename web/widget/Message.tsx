import { fill } from "../shared/lang";
import { Markdown } from "../shared/Markdown";
import { clockTime, moment, span } from "../shared/time";
import type { WireEvent } from "../shared/wire";
import { CaseBlock } from "./CaseBlock";
import { Choices } from "./Choices";
import { AgentIcon, BotIcon } from "./icons";
import type { Widget } from "./state";

/** One event as the buyer sees it: a bubble of whoever speaks, or a line in the middle. */
export function Message({ event, widget }: { event: WireEvent; widget: Widget }) {
  const words = widget.words.value;
  if (widget.chat.told.value.has(event.seq)) return null;
  const line = systemLine(event, widget);
  const time = (
    <time class="meta" dateTime={new Date(event.at).toISOString()}>
      {clockTime(event.at, widget.lang.value)}
    </time>
  );
  if (line !== undefined || event.case) {
    const text = line ?? event.text;
    return (
      <article class="row system" data-test="message" data-from={event.from} data-kind={event.kind} data-seq={event.seq}>
        {text && (
          <div class="notice">
            <span class="aside">{words.system}: </span>
            <Markdown text={text} />
          </div>
        )}
        {event.case && <CaseBlock card={event.case} widget={widget} />}
      </article>
    );
  }
  if (!event.text) return null;
  const name =
    event.from === "bot"
      ? words.bot
      : event.from === "agent"
        ? fill(words.agentNamed, { name: agentBefore(event, widget) })
        : words.you;
  return (
    <article class={`row ${event.from}`} data-test="message" data-from={event.from} data-kind={event.kind} data-seq={event.seq}>
      <Speaker from={event.from} name={name} />
      <div class="bubble">{event.from === "buyer" ? <p>{event.text}</p> : <Markdown text={event.text} />}</div>
      {time}
      {event.choices && <Choices widget={widget} choices={event.choices} seq={event.seq} />}
    </article>
  );
}

export function Speaker({ from, name }: { from: string; name: string }) {
  if (from === "buyer") return <span class="aside">{name}: </span>;
  return (
    <p class="speaker" data-test="speaker">
      <span class="face">{from === "bot" ? <BotIcon /> : <AgentIcon />}</span>
      {name}
    </p>
  );
}

/** What agents say doesn't repeat the name: it is the one who joined last. */
function agentBefore(event: WireEvent, widget: Widget): string {
  const joined = widget.chat.transcript.value.events.findLast((it) => it.seq < event.seq && it.agent?.name);
  return joined?.agent?.name ?? widget.chat.agent.value ?? "";
}

/** The words of an event that no party speaks; undefined where somebody does. */
function systemLine(event: WireEvent, widget: Widget): string | undefined {
  const words = widget.words.value;
  const now = Date.now();
  switch (event.kind) {
    case "agent":
      return fill(words.joined, { name: event.agent?.name ?? "" });
    case "queue":
      return event.queue
        ? fill(words.queueNotice, { position: event.queue.position, wait: span(event.queue.wait_s * 1000, widget.lang.value) })
        : undefined;
    case "closed":
      return words.closedNotice;
    case "rating":
      return event.rating ? fill(words.ratedAs, { ...event.rating, comment: "" }) : words.rateThanks;
    case "handoff": {
      const promised = event.handoff?.promised_at;
      return event.text || (promised ? fill(words.handoffPromised, { when: moment(promised, now, widget.lang.value) }) : words.ownerQueue);
    }
    case "notice":
      return event.text ?? (event.change ? words.changes[event.change] : undefined) ?? "";
    default:
      return event.from === "system" ? (event.text ?? "") : undefined;
  }
}
