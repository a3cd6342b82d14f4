import { Fragment } from "preact";
import { fill } from "../shared/lang";
import { moment } from "../shared/time";
import type { CaseCard } from "../shared/wire";
import type { Widget } from "./state";

/** A case as it stands: its number, state and promise. */
export function CaseBlock({ card, widget }: { card: CaseCard; widget: Widget }) {
  const words = widget.words.value;
  const settled = card.state === "resolved" || card.state === "closed";
  // Kept from before the server told names: shown anew at the next greeting.
  const { shown = [] } = card;
  return (
    <section class={`case ${card.state}`} data-test="case" data-case={card.id} data-state={card.state}>
      <p class="case-head">
        <strong>
          {words.case} {card.id}
        </strong>
        <span class="state">{words.caseStates[card.state] ?? card.state}</span>
      </p>
      {!settled && <p class="due">{fill(words.caseDue, { when: moment(card.due_at, Date.now(), widget.lang.value) })}</p>}
      {!settled && card.missing.length > 0 && <p class="due">{fill(words.caseMissing, { count: card.missing.length })}</p>}
      {shown.length > 0 && (
        <details>
          <summary>{words.caseFields}</summary>
          <dl>
            {shown.map(({ field, name, value }) => (
              <Fragment key={field}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </Fragment>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}
