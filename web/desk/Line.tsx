import { Fragment } from "preact";
import type { ComponentChildren } from "preact";
import { fill } from "../shared/lang";
import { Markdown } from "../shared/Markdown";
import { clockTime } from "../shared/time";
import type { ReadingFacts, WireEvent } from "../shared/wire";
import type { Desk } from "./desk";
import { likely, tip } from "./names";
import type { Names } from "./names";
import type { Talk } from "./talk";
import type { Words } from "./words";

/** One event of the transcript, with the reasons behind it. */
export function Line({ event, talk, desk }: { event: WireEvent; talk: Talk; desk: Desk }) {
  const words = desk.words.value;
  const note = noteOf(event, words);
  const time = <time dateTime={new Date(event.at).toISOString()}>{clockTime(event.at, desk.lang.value)}</time>;
  const facts = { "data-test": "line", "data-seq": event.seq, "data-from": event.from, "data-kind": event.kind };
  if (note !== undefined) {
    return (
      <article class="line-row system" {...facts}>
        <p class="note">
          {note} {time}
        </p>
      </article>
    );
  }
  const agent = event.from === "agent" ? nameBefore(event, talk) : undefined;
  return (
    <article class={`line-row ${event.from}`} {...facts}>
      <p class="meta">
        <strong>{agent ?? words.from[event.from]}</strong> {time}
      </p>
      <div class="bubble">
        {event.from === "bot" ? <Markdown text={event.text ?? ""} /> : <p>{event.text}</p>}
        {event.choices && event.choices.length > 0 && (
          <ul class="offered" aria-label={words.choices}>
            {event.choices.map((choice) => (
              <li key={choice.value}>{choice.label}</li>
            ))}
          </ul>
        )}
      </div>
      <Why event={event} words={words} names={desk.names.value} />
    </article>
  );
}

function Why({ event, words, names }: { event: WireEvent; words: Words; names: Names }) {
  const facts: [string, ComponentChildren][] = [];
  const { about, reading, form } = event;
  if (form) {
    const field = form.name ?? names.field(form.field, form.id);
    facts.push(["", <span title={tip(form.field, field)}>{fill(words.asks, { field, done: form.done, total: form.total })}</span>]);
  }
  if (about) {
    if (about.intent) facts.push([words.whyIntent, <LabelName id={about.intent} names={names} />]);
    if (about.confidence !== undefined) facts.push([words.whyConfidence, percent(about.confidence)]);
    if (about.margin !== undefined) facts.push([words.whyMargin, percent(about.margin)]);
    if (about.faq) facts.push([words.whyFaq, about.faq]);
    if (about.score !== undefined) facts.push([words.whyScore, about.score.toFixed(2)]);
    if (about.rule) facts.push([words.whyRule, <RuleName id={about.rule} words={words} />]);
    if (about.mood && about.mood !== "calm") facts.push([words.whyMood, words.moods[about.mood] ?? about.mood]);
  }
  if (reading) {
    facts.push([words.whyRead, <Reading reading={reading} words={words} names={names} />]);
    if (reading.mood !== "calm") facts.push([words.whyMood, `${words.moods[reading.mood] ?? reading.mood} ${percent(reading.degree)}`]);
  }
  if (facts.length === 0) return null;
  return (
    <p class="why" data-test="why">
      <span class="aside">{words.why}: </span>
      {facts.map(([name, value], at) => (
        <span key={at}>
          {name} <b>{value}</b>
        </span>
      ))}
    </p>
  );
}

/** What was read; how sure the bot was is said where it wasn't sure. */
function Reading({ reading, words, names }: { reading: ReadingFacts; words: Words; names: Names }) {
  const labels = likely(reading);
  const unsure = reading.decision !== "accept" || labels.length === 0;
  return (
    <>
      {unsure && `${words.decisions[reading.decision] ?? reading.decision} `}
      {labels.map(({ label, p }, at) => (
        <Fragment key={label}>
          {at > 0 && " · "}
          <LabelName id={label} names={names} /> {percent(p)}
        </Fragment>
      ))}
    </>
  );
}

export function LabelName({ id, names }: { id: string; names: Names }) {
  const name = names.label(id);
  return <span title={tip(id, name)}>{name}</span>;
}

/** A rule in words, its id as the tooltip. */
export function RuleName({ id, words }: { id: string; words: Words }) {
  const name = words.rules[id] ?? id;
  return <span title={tip(id, name)}>{name}</span>;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

function nameBefore(event: WireEvent, talk: Talk): string | undefined {
  return talk.transcript.events.findLast((it) => it.seq < event.seq && it.kind === "agent")?.agent?.name;
}

/** A line that no party speaks; undefined where somebody does. */
function noteOf(event: WireEvent, words: Words): string | undefined {
  switch (event.kind) {
    case "agent":
      return fill(words.joined, { name: event.agent?.name ?? event.agent?.id ?? "" });
    case "queue":
      return fill(words.queued, { position: event.queue?.position ?? 1 });
    case "handoff": {
      const reason = event.handoff?.reason ?? "";
      return `${fill(words.handedOver, { reason: words.reasons[reason] ?? reason })} · ${event.text ?? ""}`;
    }
    case "case":
      return event.text || `${words.case} ${event.case?.id ?? ""} · ${words.caseStates[event.case?.state ?? ""] ?? ""}`;
    case "closed":
      return event.outcome ? fill(words.closedAs, { outcome: words.outcomes[event.outcome] ?? event.outcome }) : words.closed;
    case "rating":
      return event.rating ? `${fill(words.rated, { ...event.rating, comment: "" })} ${event.rating.comment ?? ""}` : "";
    case "notice":
      return event.text ?? (event.change ? words.changes[event.change] : "") ?? "";
    default:
      return event.from === "system" ? (event.text ?? "") : undefined;
  }
}
