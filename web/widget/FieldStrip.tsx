import { fill } from "../shared/lang";
import type { FormStep } from "../shared/wire";
import type { Widget } from "./state";

/** How the browser helps with each kind of field. A kind not listed is answered in the composer or by choices. */
const KINDS: Record<string, { type: string; inputMode?: "text" | "decimal" | "tel"; pattern?: string }> = {
  order_no: { type: "text", inputMode: "text", pattern: "[A-Za-z0-9\\-]{8,32}" },
  tracking_no: { type: "text", inputMode: "text", pattern: "[A-Za-z0-9\\-]{8,32}" },
  phone: { type: "tel", inputMode: "tel", pattern: "[0-9+\\- ]{6,20}" },
  money: { type: "text", inputMode: "decimal", pattern: "[0-9]+([.][0-9]{1,2})?" },
  date: { type: "date" },
};

export function hasOwnInput(step: FormStep): boolean {
  return KINDS[step.input] !== undefined;
}

/** The field being asked: how far the form is, and an input of its kind. Free text below stays open for other questions. */
export function FieldStrip({ step, widget }: { step: FormStep; widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const place = `field ${step.id}.${step.field}`;
  const value = chat.drafts.of(place);
  const kind = KINDS[step.input];
  const order = chat.page.value.order_no;
  const answer = (text: string): void => {
    if (chat.say(text)) chat.drafts.write(place, "");
  };
  return (
    <form
      class="strip"
      data-test="field"
      data-field={step.field}
      data-input={step.input}
      onSubmit={(submit) => {
        submit.preventDefault();
        if (value.trim() !== "") answer(value);
      }}
    >
      <div class="progress">
        <span>
          {words.form}
          {step.required ? "" : ` (${words.optional})`}
        </span>
        <progress max={step.total} value={step.done} aria-label={words.form} />
        <span>{fill(words.progress, { done: step.done, total: step.total })}</span>
      </div>
      {kind && (
        <div class="answer">
          <label>
            <span>{step.name ?? words.inputs[step.input]}</span>
            <input
              type={kind.type}
              inputMode={kind.inputMode}
              pattern={kind.pattern}
              title={words.examples[step.input]}
              placeholder={words.examples[step.input]}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              required
              value={value}
              data-test="field-input"
              onInput={({ currentTarget }) => chat.drafts.write(place, currentTarget.value)}
            />
          </label>
          <button type="submit" class="primary" data-test="field-send">
            {words.confirm}
          </button>
        </div>
      )}
      {step.input === "order_no" && order && (
        <button type="button" class="choice" data-test="use-order" onClick={() => answer(order)}>
          {fill(words.useOrder, { order })}
        </button>
      )}
    </form>
  );
}
