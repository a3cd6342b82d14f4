import { Fragment } from "preact";
import { fill } from "../shared/lang";
import { moment } from "../shared/time";
import type { CaseCard, HandoffCard } from "../shared/wire";
import type { Desk } from "./desk";
import { LabelName } from "./Line";
import { lastHandoff, tip } from "./names";
import type { Names } from "./names";
import { now } from "./now";
import type { Words } from "./words";

/** The file beside the talk: why a person was called, what is known, what is missing, what the bot tried, and the cases. */
export function HandoffPanel({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const events = desk.current.value?.transcript.events ?? [];
  const handoff = lastHandoff(events);
  const form = events.findLast((event) => event.form)?.form?.id;
  const cases = new Map<string, CaseCard>();
  for (const event of events) if (event.case) cases.set(event.case.id, event.case);
  return (
    <aside class="file" tabIndex={0} aria-label={words.handoff} data-test="file">
      {handoff && <Handoff card={handoff} form={form} desk={desk} />}
      {[...cases.values()].map((card) => (
        <section key={card.id} class="card" data-test="case" data-case={card.id}>
          <h2>
            {words.case} {card.id} <span class={`priority ${card.priority}`}>{words.caseStates[card.state] ?? card.state}</span>
          </h2>
          <dl>
            <dt>{words.dueAt}</dt>
            <dd>{moment(card.due_at, now.value, desk.lang.value)}</dd>
          </dl>
          <Fields values={card.fields} missing={card.missing} form={card.kind} words={words} names={desk.names.value} />
        </section>
      ))}
    </aside>
  );
}

/** `form` is the one last asked from: the likeliest source of the fields. */
function Handoff({ card, form, desk }: { card: HandoffCard; form?: string; desk: Desk }) {
  const words = desk.words.value;
  const names = desk.names.value;
  const topic = names.topic(card.skill);
  const lang = desk.lang.value;
  return (
    <section class="card" data-test="handoff" data-reason={card.reason}>
      <h2>
        {words.handoff} <span class={`priority ${card.priority}`}>{words.priorities[card.priority]}</span>
      </h2>
      {card.summary && <p data-test="summary">{card.summary}</p>}
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
      <Fields values={card.fields ?? {}} missing={card.missing ?? []} form={form} words={words} names={names} />
      <h3>{words.tried}</h3>
      {card.tried && card.tried.length > 0 ? (
        <ol class="tried" data-test="tried">
          {card.tried.map((step) => (
            <li key={step.seq}>
              <b>{step.rule}</b> {step.intent && <LabelName id={step.intent} names={names} />} {step.faq ?? ""}{" "}
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

interface FieldsProps {
  values: Record<string, string>;
  missing: string[];
  form?: string;
  words: Words;
  names: Names;
}

function Fields({ values, missing, form, words, names }: FieldsProps) {
  const named = (field: string) => {
    const name = names.field(field, form);
    return <span title={tip(field, name)}>{name}</span>;
  };
  const given = Object.entries(values);
  return (
    <>
      <h3>{words.filled}</h3>
      {given.length > 0 ? (
        <dl data-test="fields">
          {given.map(([field, value]) => (
            <Fragment key={field}>
              <dt>{named(field)}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </dl>
      ) : (
        <p class="soft">{words.none}</p>
      )}
      {missing.length > 0 && (
        <>
          <h3>{words.missing}</h3>
          <ul class="missing" data-test="missing">
            {missing.map((field) => (
              <li key={field}>{named(field)}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
