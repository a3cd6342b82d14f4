import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Words } from "./words";

/** Asks how it ended before the conversation is closed. */
export function ResolveDialog(props: { words: Words; cancel: () => void; resolve: (outcome: string) => void }) {
  const { words, cancel, resolve } = props;
  const outcome = useSignal("solved");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="resolve-title" onClose={cancel} data-test="resolve-dialog">
      <form
        onSubmit={(submit) => {
          submit.preventDefault();
          resolve(outcome.value);
        }}
      >
        <h2 id="resolve-title">{words.resolveTitle}</h2>
        <fieldset>
          <legend>{words.resolveOutcome}</legend>
          {Object.entries(words.outcomes).map(([value, label]) => (
            <label key={value}>
              <input type="radio" name="outcome" value={value} checked={outcome.value === value} onChange={() => (outcome.value = value)} />
              {label}
            </label>
          ))}
        </fieldset>
        <div class="row">
          <button type="button" class="secondary" onClick={cancel}>
            {words.cancel}
          </button>
          <button type="submit" class="primary" data-test="resolve-send">
            {words.resolve}
          </button>
        </div>
      </form>
    </dialog>
  );
}
