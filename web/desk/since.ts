/** What the buyer said after people were called, and what is missing now: the handoff's own file stays as it was. */
import type { CaseCard, HandoffCard, SlotFact, WireEvent } from "../shared/wire";
import { isOpen } from "./cases";

export interface Since {
  /** The buyer's lines since then. */
  count: number;
  last?: string;
  /** The worst mood among them. */
  mood?: { mood: string; degree: number };
  /** Values said in passing, the newest of each kind. */
  said: SlotFact[];
}

/** How much a mood weighs. */
const WEIGHT: Record<string, number> = { threatening: 1, abusive: 1, angry: 0.85, anxious: 0.6, disappointed: 0.6 };

export function sinceHandoff(events: readonly WireEvent[]): Since {
  const called = events.findLastIndex((event) => event.handoff);
  const lines = events.slice(called + 1).filter((event) => event.from === "buyer" && event.kind === "text");
  const readings = lines.flatMap((event) => (event.reading ? [event.reading] : []));
  const said = new Map(readings.flatMap(({ slots = [] }) => slots.map((slot) => [slot.kind, slot] as const)));
  let mood: Since["mood"];
  let worst = 0;
  for (const reading of readings) {
    const heat = (WEIGHT[reading.mood] ?? 0) * reading.degree;
    if (heat > worst) [worst, mood] = [heat, { mood: reading.mood, degree: reading.degree }];
  }
  return { count: lines.length, last: lines.at(-1)?.text, mood, said: [...said.values()] };
}

/** The field that a value said in passing answers. */
export function fieldOf(slot: SlotFact): string {
  return slot.kind === "phone" ? "contact_phone" : slot.kind;
}

/** A case of the matter's own form knows best; else what the handoff lacked, without what was said since. */
export function missingNow(handoff: HandoffCard, cases: readonly CaseCard[], said: readonly SlotFact[]): string[] {
  const filed = cases.findLast((card) => card.kind === handoff.form);
  if (filed) return isOpen(filed) ? filed.missing : [];
  const known = new Set([...Object.keys(handoff.fields ?? {}), ...said.map(fieldOf)]);
  return (handoff.missing ?? []).filter((field) => !known.has(field));
}
