import { ClockIcon, SendIcon } from "./icons";
import type { Pending } from "./outbox";
import type { Widget } from "./state";

/** Something the buyer sent that the log doesn't show yet. */
export function PendingMessage({ item, widget }: { item: Pending; widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const state = item.failed ? "failed" : item.seq !== undefined ? "sent" : chat.link.lost.value ? "waiting" : "sending";
  const told = { sent: words.sent, waiting: words.waits, sending: words.sending, failed: words.failed }[state];
  return (
    <article class="row buyer" data-test="pending" data-state={state}>
      <span class="aside">{words.you}: </span>
      <div class="bubble">
        <p>{item.label}</p>
      </div>
      {item.failed ? (
        <p class="meta failed" role="alert">
          {told}: {words.errors[item.failed] ?? words.errorElse}
          <button type="button" class="link" data-test="retry" onClick={() => chat.retry(item.frame.id)}>
            {words.retry}
          </button>
          <button type="button" class="link" data-test="discard" onClick={() => chat.outbox.drop(item.frame.id)}>
            {words.discard}
          </button>
        </p>
      ) : (
        <p class={`meta ${state}`}>
          {state === "waiting" ? <ClockIcon /> : state === "sending" && <SendIcon />}
          {told}
        </p>
      )}
    </article>
  );
}
