/** The shop's cases, asked for now and then: what buyers were promised, and by when. */
import { computed, signal } from "@preact/signals";
import type { CaseItem, CaseList } from "../shared/wire";
import { now } from "./now";

const EVERY = 20_000;
/** Changes come in bursts: one question for all of them. */
const SOON = 400;

export class Cases {
  readonly items = signal<readonly CaseItem[]>([]);
  /** There are more than are listed. */
  readonly more = signal(false);
  /** The last question wasn't answered. */
  readonly failed = signal(false);
  /** Settled ones too. */
  readonly all = signal(false);
  readonly overdue = computed(() => this.items.value.filter((item) => isOverdue(item, now.value)).length);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;
  /** The last question; an older one's answer comes too late. */
  private asked = 0;

  constructor(private readonly ask: (path: string) => Promise<Response | undefined>) {}

  start(): void {
    this.stopped = false;
    this.soon(0);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.items.value = [];
  }

  /** Something happened that may have changed a case. */
  soon(wait = SOON): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.read(), wait);
  }

  showAll(all: boolean): void {
    this.all.value = all;
    this.soon(0);
  }

  private async read(): Promise<void> {
    this.asked += 1;
    const question = this.asked;
    if (globalThis.document?.visibilityState !== "hidden") {
      const answer = await this.ask(`/api/cases?order=due&open=${!this.all.value}`);
      const list = answer?.ok ? ((await answer.json().catch(() => ({}))) as Partial<CaseList>) : {};
      if (question !== this.asked || this.stopped) return;
      this.failed.value = list.cases === undefined;
      if (list.cases) {
        this.items.value = list.cases;
        this.more.value = list.more ?? false;
      }
    }
    this.soon(EVERY);
  }
}

export function isOpen(item: { state: string }): boolean {
  return item.state === "open" || item.state === "in_progress";
}

export function isOverdue(item: { state: string; due_at: number }, moment: number): boolean {
  return isOpen(item) && item.due_at < moment;
}
