import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import { dayKey, dayName } from "../shared/time";
import type { Desk } from "./desk";
import { Line } from "./Line";
import { ReplyBox } from "./ReplyBox";
import { ResolveDialog } from "./ResolveDialog";
import { isMine } from "./talk";
import type { Talk } from "./talk";
import type { Words } from "./words";

/** The middle of the desk: the whole transcript, what the agent can do, and where to answer. */
export function Conversation({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const talk = desk.current.value;
  const resolving = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  const last = talk?.transcript.last ?? 0;
  const drafts = talk?.drafts.length ?? 0;
  useLayoutEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [talk?.conversation, last, drafts]);
  if (!talk) {
    return (
      <main class="conversation" id="conversation" tabIndex={-1}>
        <p class="empty middle">{words.pick}</p>
      </main>
    );
  }
  const mine = isMine(talk, desk.me.value);
  const { conversation } = talk;
  return (
    <main class="conversation" id="conversation" tabIndex={-1} data-test="conversation" data-conversation={conversation}>
      <header class="actions">
        <button type="button" class="quiet back" data-test="back" onClick={() => desk.shut()}>
          ‹ {words.back}
        </button>
        <h2>
          <span role="status" data-test="owner" data-owner={talk.owner}>
            {ownerLine(talk, words, desk.me.value)}
          </span>
        </h2>
        {talk.owner === "queue" && (
          <button type="button" class="primary" data-test="claim" onClick={() => desk.claim(conversation)}>
            {words.takeOver}
          </button>
        )}
        {mine && (
          <>
            <button type="button" class="secondary" data-test="give-back" onClick={() => desk.giveBack(conversation)}>
              {words.giveBack}
            </button>
            <button type="button" class="secondary" data-test="resolve" onClick={() => (resolving.value = true)}>
              {words.resolve}
            </button>
          </>
        )}
      </header>
      <div ref={box} class="transcript" role="log" aria-label={words.transcript} tabIndex={0} data-test="transcript">
        {lines(talk, desk)}
        {talk.drafts.map((draft) => (
          <article key={draft.id} class="line-row agent" data-test="draft" data-state={draft.failed ? "failed" : "sending"}>
            <p class="bubble">{draft.text}</p>
            {draft.failed ? (
              <p class="failed" role="alert">
                {words.failed}: {words.errors[draft.failed] ?? words.errorElse}
                <button type="button" class="link" onClick={() => desk.forgetDraft(conversation, draft.id)}>
                  {words.dismiss}
                </button>
              </p>
            ) : (
              <p class="meta">{words.sending}</p>
            )}
          </article>
        ))}
        {talk.typing && <p class="meta">{words.typing}</p>}
      </div>
      {mine && <ReplyBox key={conversation} desk={desk} conversation={conversation} />}
      {resolving.value && (
        <ResolveDialog
          words={words}
          cancel={() => (resolving.value = false)}
          resolve={(outcome) => {
            resolving.value = false;
            desk.resolve(conversation, outcome);
          }}
        />
      )}
    </main>
  );
}

function lines(talk: Talk, desk: Desk) {
  let day = "";
  return talk.transcript.events.flatMap((event) => {
    const row = <Line key={event.seq} event={event} talk={talk} desk={desk} />;
    if (dayKey(event.at) === day) return [row];
    day = dayKey(event.at);
    return [
      <p class="day" key={day}>
        {dayName(event.at, Date.now(), desk.lang.value)}
      </p>,
      row,
    ];
  });
}

function ownerLine(talk: Talk, words: Words, me: string): string {
  const name = talk.agent === me ? words.you : (talk.agent ?? "");
  return fill(words.owners[talk.owner] ?? "", { name });
}
