import type { ChoiceButton } from "../shared/wire";
import { worthShowing } from "./state";
import type { Widget } from "./state";

/** Buttons under a bot's line; they rest once the buyer has answered in any way. */
export function Choices({ widget, choices, seq }: { widget: Widget; choices: ChoiceButton[]; seq: number }) {
  const { chat } = widget;
  const words = widget.words.value;
  const later = chat.transcript.value.events.filter((event) => event.seq > seq);
  const answer = later.find((event) => event.from === "buyer");
  const pending = chat.outbox.items.value.find((item) => item.frame.type === "choose" && item.failed === undefined)?.frame;
  const spent = answer !== undefined || later.some((event) => event.owner !== undefined) || chat.owner.value === "agent";
  if (!worthShowing(choices, chat.owner.value, spent)) return null;
  const picked = answer ? answer.choice : !spent && pending?.type === "choose" ? pending.value : undefined;
  return (
    <div class="choices" data-test="choices">
      {choices.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          class={picked === value ? "choice picked" : "choice"}
          disabled={spent || pending !== undefined}
          data-test="choice"
          data-value={value}
          onClick={() => chat.choose(value, label)}
        >
          {label}
          {picked === value && <span class="aside"> ({words.chosen})</span>}
        </button>
      ))}
    </div>
  );
}
