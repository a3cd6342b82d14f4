/** Which events say in their own words what the page would say of another. */
import type { WireEvent } from "./wire";

/** Events of one turn share their time and stand side by side. */
function turnOf(events: readonly WireEvent[], at: number): WireEvent[] {
  const moment = events[at]?.at;
  let [from, to] = [at, at + 1];
  while (events[from - 1]?.at === moment && from > 0) from -= 1;
  while (events[to]?.at === moment && to < events.length) to += 1;
  return events.slice(from, to);
}

/** Seqs of events without words of their own (somebody joined, a place in line) whose turn has a line that says it. */
export function toldByOthers(events: readonly WireEvent[]): Set<number> {
  const told = new Set<number>();
  events.forEach((event, at) => {
    const wordless = event.text === undefined && event.kind !== "rating";
    if (wordless && turnOf(events, at).some(speaks)) told.add(event.seq);
  });
  return told;
}

/** A notice, a handoff's line or the bot's words; what a case says is about the case. */
function speaks(event: WireEvent): boolean {
  return event.from !== "buyer" && event.from !== "agent" && event.kind !== "case" && Boolean(event.text);
}
