/** A conversation's events as a page holds them: in order of `seq`, each once. */
import type { WireEvent } from "./wire";

/** What became of an event offered to a transcript. `gap`: something before it is missing; ask again from `last`. */
export type Fit = "new" | "known" | "gap";

export class Transcript {
  constructor(
    readonly events: readonly WireEvent[] = [],
    /** The highest seq held; events before the first one held may have been let go. */
    readonly last: number = events.at(-1)?.seq ?? 0,
  ) {}

  fit(event: WireEvent): Fit {
    if (event.seq <= this.last) return "known";
    return event.seq === this.last + 1 ? "new" : "gap";
  }

  with(event: WireEvent): Transcript {
    return this.fit(event) === "new" ? new Transcript([...this.events, event], event.seq) : this;
  }

  /** Takes an event that was asked for again: told anew, or let go before. */
  again(event: WireEvent): Transcript {
    const events = this.events.filter((it) => it.seq !== event.seq);
    events.splice(events.findLastIndex((it) => it.seq < event.seq) + 1, 0, event);
    return new Transcript(events, this.last);
  }

  /** The newest `count`, for keeping. */
  tail(count: number): readonly WireEvent[] {
    return this.events.slice(-count);
  }

  /** Events earlier than the first one held exist. */
  get cut(): boolean {
    return (this.events[0]?.seq ?? this.last + 1) > 1;
  }
}
