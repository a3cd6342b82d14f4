import { useRef } from "preact/hooks";
import type { Desk } from "./desk";

const TYPING_EVERY = 3_000;

/** Where the agent answers. Enter sends unless an input method has the key; what isn't sent is kept. */
export function ReplyBox({ desk, conversation }: { desk: Desk; conversation: string }) {
  const words = desk.words.value;
  const draft = desk.replies.of(conversation);
  const area = useRef<HTMLTextAreaElement>(null);
  const typedAt = useRef(0);
  const send = (): void => {
    desk.say(conversation, draft);
    area.current?.focus();
  };
  return (
    <form
      class="reply"
      onSubmit={(submit) => {
        submit.preventDefault();
        send();
      }}
    >
      <textarea
        ref={area}
        rows={3}
        maxLength={4000}
        aria-label={words.reply}
        placeholder={words.replyPlaceholder}
        value={draft}
        data-test="reply"
        onInput={({ currentTarget }) => {
          desk.replies.write(conversation, currentTarget.value);
          if (Date.now() - typedAt.current > TYPING_EVERY) {
            typedAt.current = Date.now();
            desk.link.send({ type: "typing", conversation });
          }
        }}
        onKeyDown={(press) => {
          if (press.key !== "Enter" || press.shiftKey || press.altKey || press.isComposing || press.keyCode === 229) return;
          press.preventDefault();
          send();
        }}
      />
      <button type="submit" class="primary" disabled={draft.trim() === ""} data-test="reply-send">
        {words.send}
      </button>
    </form>
  );
}
