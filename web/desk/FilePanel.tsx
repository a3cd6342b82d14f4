import { Fragment } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import { moment } from "../shared/time";
import type { CaseCard, HandoffCard, ShownField, WireEvent } from "../shared/wire";
import { isOverdue } from "./cases";
import type { Desk } from "./desk";
import { shutFile } from "./keys";
import { LabelName, RuleName } from "./Line";
import { lastHandoff, tip } from "./names";
import { now } from "./now";
import { fieldOf, missingNow, sinceHandoff } from "./since";
import type { Since } from "./since";

/** The file beside the talk: why a person was called, what came since, what is known and missing, what the bot tried; the cases. */
export function FilePanel({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const open = desk.fileOpen.value;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) panel.current?.focus();
  }, [open]);
  const events = desk.current.value?.transcript.events ?? [];
  const handoff = lastHandoff(events);
  const cases = casesOf(events);
  return (
    <aside ref={panel} id="file" class={open ? "file open" : "file"} tabIndex={0} aria-label={words.file} data-test="file">
      <button type="button" class="quiet drawer" data-test="file-close" onClick={() => shutFile(desk)}>
        {words.fileClose}
      </button>
      {handoff && <Handoff card={handoff} cases={cases} since={sinceHandoff(events)} desk={desk} />}
      {cases.map((card) => (
        <Case key={card.id} card={card} desk={desk} />
      ))}
      {!handoff && cases.length === 0 && <p class="soft">{words.fileNone}</p>}
    </aside>
  );
}

/** Each as it stands now. */
function casesOf(events: readonly WireEvent[]): CaseCard[] {
  const cases = new Map<string, CaseCard>();
  for (const event of events) if (event.case) cases.set(event.case.id, event.case);
  return [...cases.values()];
}

function Case({ card, desk }: { card: CaseCard; desk: Desk }) {
  const words = desk.words.value;
  const late = isOverdue(card, now.value);
  const kind = desk.names.value.form(card.kind) ?? words.caseKinds[card.kind] ?? card.kind;
  return (
    <section class="card" data-test="case" data-case={card.id}>
      <h2>
        {words.case} {card.id} <span class={`priority ${card.priority}`}>{words.caseStates[card.state] ?? card.state}</span>
      </h2>
      <dl>
        <dt>{words.caseKind}</dt>
        <dd title={tip(card.kind, kind)}>{kind}</dd>
        <dt>{words.dueAt}</dt>
        <dd class={late ? "late" : ""}>{moment(card.due_at, now.value, desk.lang.value)}</dd>
      </dl>
      <Known shown={card.shown} desk={desk} />
      <Missing fields={card.missing} form={card.kind} desk={desk} />
    </section>
  );
}

function Handoff({ card, cases, since, desk }: { card: HandoffCard; cases: CaseCard[]; since: Since; desk: Desk }) {
  const words = desk.words.value;
  const names = desk.names.value;
  const topic = names.topic(card.skill);
  const lang = desk.lang.value;
  const known = card.shown ?? [];
  const said = since.said
    .filter(({ value }) => !known.some((it) => it.value === value))
    .map((slot) => ({ field: fieldOf(slot), name: words.slots[slot.kind] ?? slot.kind, value: slot.value }));
  return (
    <section class="card" data-test="handoff" data-reason={card.reason}>
      <h2>
        {words.handoff} <span class={`priority ${card.priority}`}>{words.priorities[card.priority]}</span>
      </h2>
      {card.summary && <p data-test="summary">{card.summary}</p>}
      {since.count > 0 && <SinceThen since={since} desk={desk} />}
      <dl>
        <dt>{words.reason}</dt>
        <dd>{words.reasons[card.reason] ?? card.reason}</dd>
        <dt>{words.skill}</dt>
        <dd title={tip(card.skill, topic)}>{topic}</dd>
        <dt>{words.dueAt}</dt>
        <dd>
          {card.promised_at
            ? fill(words.promised, { when: moment(card.promised_at, now.value, lang) })
            : moment(card.due_at, now.value, lang)}
        </dd>
        {card.intent && (
          <>
            <dt>{words.whyIntent}</dt>
            <dd>
              <LabelName id={card.intent} names={names} />
            </dd>
          </>
        )}
        {card.amount && (
          <>
            <dt>{words.amount}</dt>
            <dd>{fill(words.yuan, { amount: card.amount })}</dd>
          </>
        )}
      </dl>
      <Known shown={[...known, ...said]} desk={desk} />
      <Missing fields={missingNow(card, cases, since.said)} form={card.form} desk={desk} />
      <h3>{words.tried}</h3>
      {card.tried && card.tried.length > 0 ? (
        <ol class="tried" data-test="tried">
          {card.tried.map((step) => (
            <li key={step.seq}>
              <b>
                <RuleName id={step.rule} words={words} />
              </b>{" "}
              {step.intent && <LabelName id={step.intent} names={names} />} {step.faq ?? ""}{" "}
              {step.confidence === undefined ? "" : `${Math.round(step.confidence * 100)}%`} <span class="soft">#{step.seq}</span>
            </li>
          ))}
        </ol>
      ) : (
        <p class="soft">{words.none}</p>
      )}
    </section>
  );
}

/** The summary is of the moment of the handoff; this is what it doesn't know. */
function SinceThen({ since, desk }: { since: Since; desk: Desk }) {
  const words = desk.words.value;
  const { mood } = since;
  return (
    <p class="since" data-test="since">
      <b>{fill(words.sinceThen, { count: since.count })}</b>
      {mood && (
        <span class={mood.mood === "threatening" || mood.mood === "abusive" ? "late" : ""}>
          {" "}
          {words.whyMood}: {words.moods[mood.mood] ?? mood.mood} {Math.round(mood.degree * 100)}%
        </span>
      )}
      {since.last && <q>{since.last}</q>}
    </p>
  );
}

function Known({ shown, desk }: { shown: readonly ShownField[]; desk: Desk }) {
  const words = desk.words.value;
  return (
    <>
      <h3>{words.filled}</h3>
      {shown.length > 0 ? (
        <dl data-test="fields">
          {shown.map(({ field, name, value }, at) => (
            <Fragment key={at}>
              <dt title={tip(field, name)}>{name}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      ) : (
        <p class="soft">{words.none}</p>
      )}
    </>
  );
}

function Missing({ fields, form, desk }: { fields: readonly string[]; form?: string; desk: Desk }) {
  const { names, words } = desk;
  if (fields.length === 0) return null;
  return (
    <>
      <h3>{words.value.missing}</h3>
      <ul class="missing" data-test="missing">
        {fields.map((field) => {
          const name = names.value.field(field, form);
          return (
            <li key={field} title={tip(field, name)}>
              {name}
            </li>
          );
        })}
      </ul>
    </>
  );
}
