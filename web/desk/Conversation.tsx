import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { fill } from "../shared/lang";
import type { Desk } from "./desk";
import { intoTalk, TAKE_OVER } from "./keys";
import { ReplyBox } from "./ReplyBox";
import { ResolveDialog } from "./ResolveDialog";
import { isMine } from "./talk";
import type { Talk } from "./talk";
import { TranscriptView } from "./TranscriptView";
import type { Words } from "./words";

/** The middle of the desk: what the agent can do, the whole transcript, and where to answer. */
export function Conversation({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const talk = desk.current.value;
  const resolving = useSignal(false);
  const mine = talk !== undefined && isMine(talk, desk.me.value);
  useEffect(() => {
    if (mine) intoTalk();
  }, [mine, talk?.conversation]);
  if (!talk) {
    return (
      <main class="conversation" id="conversation" tabIndex={-1}>
        <p class="empty middle">{words.pick}</p>
      </main>
    );
  }
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
        {desk.claimable && (
          <button
            type="button"
            class={talk.owner === "queue" ? "primary" : "secondary"}
            title={fill(words.takeOverHelp, { key: TAKE_OVER })}
            aria-keyshortcuts={TAKE_OVER}
            data-test="claim"
            onClick={() => desk.claim(conversation)}
          >
            {words.takeOvers[talk.owner] ?? words.takeOver}
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
        <button
          type="button"
          class="quiet drawer"
          aria-expanded={desk.fileOpen.value}
          aria-controls="file"
          data-test="file-toggle"
          onClick={() => (desk.fileOpen.value = !desk.fileOpen.value)}
        >
          {words.file}
        </button>
      </header>
      <TranscriptView key={conversation} talk={talk} desk={desk} />
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

function ownerLine(talk: Talk, words: Words, me: string): string {
  const name = talk.agent === me ? words.you : (talk.agent ?? "");
  return fill(words.owners[talk.owner] ?? "", { name });
}
