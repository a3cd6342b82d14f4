import { useSignal } from "@preact/signals";
import { fill } from "../shared/lang";
import type { Widget } from "./state";

const QUESTIONS = ["result", "speed", "attitude"] as const;
type Question = (typeof QUESTIONS)[number];

/** Three questions, 1 to 5 each, by radio buttons, so that arrow keys work. */
export function RatingForm({ widget }: { widget: Widget }) {
  const words = widget.words.value;
  const { chat } = widget;
  const scores = useSignal<Partial<Record<Question, number>>>({});
  const comment = useSignal("");
  const titles: Record<Question, string> = { result: words.rateResult, speed: words.rateSpeed, attitude: words.rateAttitude };
  if (chat.outbox.items.value.some((item) => item.frame.type === "rate")) return null;
  const { result, speed, attitude } = scores.value;
  return (
    <form
      class="rating"
      data-test="rating"
      onSubmit={(submit) => {
        submit.preventDefault();
        if (!result || !speed || !attitude) return;
        const said = comment.value.trim();
        const rating = { result, speed, attitude };
        chat.rate({ ...rating, ...(said === "" ? {} : { comment: said }) }, fill(words.ratedAs, rating));
      }}
    >
      <p>
        <strong>{words.rateTitle}</strong>
      </p>
      {QUESTIONS.map((question) => (
        <fieldset key={question}>
          <legend>{titles[question]}</legend>
          {words.rateScale.map((meaning, index) => (
            <label key={index} title={meaning} class={(scores.value[question] ?? 0) > index ? "star lit" : "star"}>
              <input
                type="radio"
                name={question}
                value={index + 1}
                required
                data-test={`rate-${question}-${index + 1}`}
                checked={scores.value[question] === index + 1}
                onChange={() => (scores.value = { ...scores.value, [question]: index + 1 })}
              />
              <span aria-hidden="true">★</span>
              <span class="aside">{`${index + 1} ${meaning}`}</span>
            </label>
          ))}
          <span class="meaning" aria-hidden="true">
            {words.rateScale[(scores.value[question] ?? 0) - 1] ?? ""}
          </span>
        </fieldset>
      ))}
      <label class="comment">
        <span>{words.rateComment}</span>
        <textarea rows={2} maxLength={500} value={comment.value} onInput={({ currentTarget }) => (comment.value = currentTarget.value)} />
      </label>
      <button type="submit" class="primary" data-test="rate-send" disabled={!result || !speed || !attitude}>
        {words.rateSend}
      </button>
    </form>
  );
}
