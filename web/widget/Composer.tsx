import { useLayoutEffect, useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import type { FormStep } from "../shared/wire";
import { FieldStrip, hasOwnInput } from "./FieldStrip";
import { CloseIcon, SendIcon } from "./icons";
import type { Widget } from "./state";
import type { Words } from "./words";

const LONGEST = 4_000;
const TALLEST = 120;
/** Where its draft is kept. */
const HERE = "composer";

/** Where the buyer writes. Enter sends, Shift and Enter breaks the line, and an input method's Enter does neither. */
export function Composer({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const draft = chat.drafts.of(HERE);
  const area = useRef<HTMLTextAreaElement>(null);
  const asked = widget.asked.value;
  const order = chat.page.value.order_no;
  const hint = hintFor(asked?.form, words);
  useLayoutEffect(() => {
    if (!area.current) return;
    area.current.style.height = "auto";
    area.current.style.height = `${Math.min(area.current.scrollHeight, TALLEST)}px`;
  }, [draft]);
  const send = (): void => {
    if (draft.trim() === "") return;
    widget.switched.value = false;
    if (chat.say(draft)) chat.drafts.write(HERE, "");
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
          aria-label={hint}
          placeholder={hint}
          value={draft}
          data-test="composer"
          onInput={({ currentTarget }) => {
            chat.drafts.write(HERE, currentTarget.value);
            chat.wrote();
          }}
          onKeyDown={(press) => {
            // 229 is how browsers that forget isComposing name a key that an input method took.
            if (press.key !== "Enter" || press.shiftKey || press.isComposing || press.keyCode === 229) return;
            press.preventDefault();
            send();
          }}
        />
        <button type="submit" class="primary icon" aria-label={words.send} data-test="send" disabled={draft.trim() === ""}>
          <SendIcon />
        </button>
      </form>
    </div>
  );
}

/** What is to be written here: the field where it can only be typed, else whatever the buyer likes. */
function hintFor(step: FormStep | undefined, words: Words): string {
  if (!step) return words.placeholder;
  if (step.input === "choice") return words.placeholderChoice;
  if (hasOwnInput(step) || step.input === "photos" || step.input === "video") return words.placeholderForm;
  return step.name ? fill(words.placeholderField, { name: step.name }) : words.placeholderText;
}
