import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { fill } from "../shared/lang";
import type { WaitingItem } from "../shared/wire";
import type { Desk } from "./desk";
import { CaseRow, MyRow, QueueRow } from "./rows";

/** The agent's own chats, who waits and why, and the cases. Each list is one stop for Tab; arrow keys walk through all of them. */
export function Lists({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const queue = desk.queue.value;
  const mine = desk.mine.value;
  const box = useRef<HTMLElement>(null);
  const newest = queue.reduce<WaitingItem | undefined>((last, item) => (!last || item.since > last.since ? item : last), undefined);
  return (
    <nav
      ref={box}
      class="lists"
      aria-label={words.title}
      onKeyDown={(press) => {
        const step = press.altKey ? 0 : press.key === "ArrowDown" ? 1 : press.key === "ArrowUp" ? -1 : 0;
        if (step === 0) return;
        const items = [...(box.current?.querySelectorAll<HTMLElement>("button.item") ?? [])];
        const at = items.indexOf(document.activeElement as HTMLElement);
        items[Math.min(items.length - 1, Math.max(0, at + step))]?.focus();
        press.preventDefault();
      }}
    >
      <p class="aside" role="status">
        {newest ? fill(words.waitingNew, { reason: words.reasons[newest.reason] ?? newest.reason }) : ""}
      </p>
      <List desk={desk} name="mine" title={words.mine} count={mine.length} empty={words.mineNone}>
        {mine.map((talk, at) => (
          <MyRow key={talk.conversation} talk={talk} desk={desk} stop={isStop(desk, at, mine)} />
        ))}
      </List>
      <List desk={desk} name="waiting" title={words.waiting} count={queue.length} empty={words.waitingNone}>
        {queue.map((item, at) => (
          <QueueRow key={item.conversation} item={item} desk={desk} stop={isStop(desk, at, queue)} />
        ))}
      </List>
      <CaseList desk={desk} />
    </nav>
  );
}

/** What was promised to buyers, the overdue first. */
function CaseList({ desk }: { desk: Desk }) {
  const words = desk.words.value;
  const { cases } = desk;
  const items = cases.items.value;
  const overdue = cases.overdue.value;
  const late = overdue > 0 && (
    <span class="badge" data-test="cases-overdue">
      {fill(words.casesOverdue, { count: overdue })}
    </span>
  );
  const tools = (
    <label class="tool">
      <input type="checkbox" checked={cases.all.value} data-test="cases-all" onChange={({ currentTarget }) => cases.showAll(currentTarget.checked)} />
      {words.casesAll}
    </label>
  );
  return (
    <List desk={desk} name="cases" title={words.cases} count={items.length} late={late} tools={tools} empty={cases.failed.value ? words.casesFailed : words.casesNone}>
      {items.map((item, at) => (
        <CaseRow key={item.id} item={item} desk={desk} stop={isStop(desk, at, items)} />
      ))}
      {cases.more.value && <li class="empty">{words.casesMore}</li>}
    </List>
  );
}

interface ListProps {
  desk: Desk;
  name: string;
  title: string;
  count: number;
  late?: ComponentChildren;
  tools?: ComponentChildren;
  empty: string;
  children: ComponentChildren;
}

/** A list that folds up under its title. */
function List({ desk, name, title, count, late, tools, empty, children }: ListProps) {
  const folded = desk.folded.value.includes(name);
  return (
    <section class={`list ${name}${folded || count === 0 ? " bare" : ""}`} aria-labelledby={name}>
      <header>
        <h2 id={name}>
          <button type="button" class="fold" aria-expanded={!folded} onClick={() => desk.fold(name)}>
            {title} <span class="count">{count}</span> {late}
          </button>
        </h2>
        {!folded && tools}
      </header>
      {!folded && (count === 0 ? <p class="empty">{empty}</p> : <ul>{children}</ul>)}
    </section>
  );
}

/** Tab stops at the chosen row, or else at the first one. */
function isStop(desk: Desk, at: number, rows: readonly { conversation: string }[]): boolean {
  const chosen = rows.findIndex((row) => row.conversation === desk.selected.value);
  return at === Math.max(0, chosen);
}
