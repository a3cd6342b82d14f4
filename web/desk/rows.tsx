import type { ComponentChildren } from "preact";
import { fill } from "../shared/lang";
import { moment, span } from "../shared/time";
import type { CaseItem, WaitingItem } from "../shared/wire";
import { isOpen, isOverdue } from "./cases";
import type { Desk } from "./desk";
import { intoTalk } from "./keys";
import { lastHandoff, matter, tip } from "./names";
import { now } from "./now";
import { unread } from "./talk";
import type { Talk } from "./talk";

interface RowProps {
  desk: Desk;
  conversation: string;
  class?: string;
  stop: boolean;
  test: string;
  children: ComponentChildren;
}

/** A conversation to choose. Chosen by the keyboard, it takes the focus along: what can be done with it is the next stop. */
function Row({ desk, conversation, class: kind = "", stop, test, children }: RowProps) {
  return (
    <li>
      <button
        type="button"
        class={`item ${kind}`}
        tabIndex={stop ? 0 : -1}
        aria-current={desk.selected.value === conversation}
        data-test={test}
        data-conversation={conversation}
        onClick={(click) => {
          desk.open(conversation);
          if (click.detail === 0) intoTalk();
        }}
      >
        {children}
      </button>
    </li>
  );
}

export function QueueRow({ item, desk, stop }: { item: WaitingItem; desk: Desk; stop: boolean }) {
  const words = desk.words.value;
  const lang = desk.lang.value;
  const left = item.due_at - now.value;
  const names = desk.names.value;
  const topic = names.topic(item.skill);
  const handoff = lastHandoff(desk.talks.value.get(item.conversation)?.transcript.events ?? []);
  const { title, id } = matter({ conversation: item.conversation, handoff, skill: item.skill }, names, words);
  return (
    <Row desk={desk} conversation={item.conversation} class={item.priority} stop={stop} test="waiting">
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
    </Row>
  );
}

export function MyRow({ talk, desk, stop }: { talk: Talk; desk: Desk; stop: boolean }) {
  const words = desk.words.value;
  const count = unread(talk);
  const { events } = talk.transcript;
  const last = events.findLast((event) => event.text);
  const draft = desk.replies.of(talk.conversation);
  const { title, id } = matter({ conversation: talk.conversation, handoff: lastHandoff(events) }, desk.names.value, words);
  return (
    <Row desk={desk} conversation={talk.conversation} stop={stop} test="my-chat">
      <span class="line">
        <strong title={tip(id, title)}>{title}</strong>
        {count > 0 && (
          <span class="badge">
            <span aria-hidden="true">{count}</span>
            <span class="aside">{fill(words.unread, { count })}</span>
          </span>
        )}
      </span>
      {draft ? (
        <span class="summary">
          <span class="late">{words.draft}</span> {draft}
        </span>
      ) : (
        last && (
          <span class="summary">
            <span class="soft">{words.from[last.from]}</span> {last.text}
          </span>
        )
      )}
    </Row>
  );
}

export function CaseRow({ item, desk, stop }: { item: CaseItem; desk: Desk; stop: boolean }) {
  const words = desk.words.value;
  const lang = desk.lang.value;
  const names = desk.names.value;
  const late = isOverdue(item, now.value);
  const left = Math.abs(item.due_at - now.value);
  const kind = names.form(item.kind) ?? words.caseKinds[item.kind] ?? item.kind;
  const title = item.intent ? names.label(item.intent) : kind;
  return (
    <Row desk={desk} conversation={item.conversation} class={late ? "overdue" : item.priority} stop={stop} test="case-row">
      <span class="line" data-case={item.id}>
        {isOpen(item) && (item.priority === "urgent" || item.priority === "high") && (
          <span class={`priority ${item.priority}`}>{words.priorities[item.priority]}</span>
        )}
        <strong title={tip(item.intent ?? item.kind, title)}>{title}</strong>
        <span class={late ? "due late" : "due"}>
          {isOpen(item) ? fill(late ? words.overdue : words.due, { span: span(left, lang) }) : (words.caseStates[item.state] ?? item.state)}
        </span>
      </span>
      {item.shown.length > 0 && <span class="summary">{item.shown.map(({ name, value }) => `${name} ${value}`).join(" · ")}</span>}
      <span class="line soft">
        <span>
          {item.id}
          {title !== kind && ` · ${kind}`}
        </span>
        {isOpen(item) && <span>{words.caseStates[item.state] ?? item.state}</span>}
      </span>
    </Row>
  );
}
