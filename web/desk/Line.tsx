import { fill } from "../shared/lang";
import { Markdown } from "../shared/Markdown";
import { clockTime } from "../shared/time";
import type { WireEvent } from "../shared/wire";
import type { Desk } from "./desk";
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
      <Why event={event} words={words} />
    </article>
  );
}

function Why({ event, words }: { event: WireEvent; words: Words }) {
  const facts: [string, string][] = [];
  const { about, reading, form } = event;
  if (form) facts.push(["", fill(words.asks, { field: words.fields[form.field] ?? form.field, done: form.done, total: form.total })]);
  if (about) {
    if (about.intent) facts.push([words.whyIntent, about.intent]);
    if (about.confidence !== undefined) facts.push([words.whyConfidence, percent(about.confidence)]);
    if (about.margin !== undefined) facts.push([words.whyMargin, percent(about.margin)]);
    if (about.faq) facts.push([words.whyFaq, about.faq]);
    if (about.score !== undefined) facts.push([words.whyScore, about.score.toFixed(2)]);
    if (about.rule) facts.push([words.whyRule, about.rule]);
    if (about.mood && about.mood !== "calm") facts.push([words.whyMood, words.moods[about.mood] ?? about.mood]);
  }
  if (reading) {
    const ranked = reading.intents.slice(0, 3).map((intent) => `${intent.label} ${percent(intent.p)}`);
    facts.push([words.whyRead, `${words.decisions[reading.decision] ?? reading.decision}${ranked.length ? `: ${ranked.join(", ")}` : ""}`]);
    if (reading.mood !== "calm") facts.push([words.whyMood, `${words.moods[reading.mood] ?? reading.mood} ${percent(reading.degree)}`]);
  }
  if (facts.length === 0) return null;
  return (
    <p class="why" data-test="why">
      <span class="aside">{words.why}: </span>
      {facts.map(([name, value]) => (
        <span key={name + value}>
          {name} <b>{value}</b>
        </span>
      ))}
    </p>
  );
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
      return `${words.case} ${event.case?.id ?? ""} · ${words.caseStates[event.case?.state ?? ""] ?? ""} · ${event.text ?? ""}`;
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
