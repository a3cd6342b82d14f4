import { useEffect, useRef } from "preact/hooks";
import type { Words } from "./words";

/** Which keys do what. */
export function HelpDialog({ words, close }: { words: Words; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title" onClose={close} data-test="keys">
      <form method="dialog">
        <h2 id="keys-title">{words.keys}</h2>
        <dl class="keys">
          {words.keyList.map(({ key, does }) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <button type="submit" class="primary">
          {words.dismiss}
        </button>
      </form>
    </dialog>
  );
}
