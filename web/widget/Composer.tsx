import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import { FieldStrip } from "./FieldStrip";
import { CloseIcon, SendIcon } from "./icons";
import type { Widget } from "./state";

const LONGEST = 4_000;
const TALLEST = 120;

/** Where the buyer writes. Enter sends, Shift and Enter breaks the line, and an input method's Enter does neither. */
export function Composer({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const draft = useSignal("");
  const area = useRef<HTMLTextAreaElement>(null);
  const asked = widget.asked.value;
  const order = chat.page.value.order_no;
  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = "auto";
    area.current.style.height = `${Math.min(area.current.scrollHeight, TALLEST)}px`;
  }, [draft.value]);
  const send = (): void => {
    if (draft.value.trim() === "") return;
    if (chat.say(draft.value)) draft.value = "";
    else chat.trouble.value = "full";
    area.current?.focus();
  };
  return (
    <div class="foot">
      {asked?.form && <FieldStrip key={asked.seq} step={asked.form} widget={widget} />}
      {order && (
        <p class="context" data-test="about-order">
          {fill(words.aboutOrder, { order })}
          <button type="button" class="quiet icon" aria-label={words.forgetOrder} onClick={() => chat.about({})}>
            <CloseIcon />
          </button>
        </p>
      )}
      <form
        class="composer"
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
      >
        <textarea
          ref={area}
          rows={1}
          maxLength={LONGEST}
          aria-label={words.placeholder}
          placeholder={asked ? words.placeholderForm : words.placeholder}
          value={draft.value}
          data-test="composer"
          onInput={({ currentTarget }) => {
            draft.value = currentTarget.value;
            chat.wrote();
          }}
          onKeyDown={(press) => {
            // 229 is how browsers that forget isComposing name a key that an input method took.
            if (press.key !== "Enter" || press.shiftKey || press.isComposing || press.keyCode === 229) return;
            press.preventDefault();
            send();
          }}
        />
        <button type="submit" class="primary icon" aria-label={words.send} data-test="send" disabled={draft.value.trim() === ""}>
          <SendIcon />
        </button>
      </form>
    </div>
  );
}
