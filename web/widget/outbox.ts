/** What the buyer sent and the server hasn't recorded yet. Kept in the browser, so a reload or a lost network loses nothing. */
import { signal } from "@preact/signals";
import type { Store } from "../shared/store";
import type { BuyerFrame } from "../shared/wire";

/** A frame with the client's own id. Sent again with the same id, it has its effect once. */
export type Outgoing = Extract<BuyerFrame, { id: string }>;

export interface Pending {
  frame: Outgoing;
  /** What the buyer sees meanwhile. */
  label: string;
  at: number;
  /** The place it got; it leaves the outbox when the event with that seq is here. */
  seq?: number;
  /** The server's word on why it was refused. */
  failed?: string;
}

const KEY = "outbox";
const MOST = 50;

export class Outbox {
  readonly items = signal<readonly Pending[]>([]);

  constructor(private readonly store: Store) {
    this.reload();
  }

  /** Reads what another tab may have changed. */
  reload(): void {
    this.items.value = this.store.read<Pending[]>(KEY) ?? [];
  }

  /** False when too much is waiting already. */
  put(pending: Pending): boolean {
    if (this.items.value.length >= MOST) return false;
    this.change((items) => [...items, pending]);
    return true;
  }

  /** The server has recorded it as `seq`; `last` is the newest event this page holds. */
  acked(id: string, seq: number, last: number): void {
    this.change((items) =>
      seq <= last
        ? items.filter((item) => item.frame.id !== id)
        : items.map((item) => (item.frame.id === id ? { ...item, seq, failed: undefined } : item)),
    );
  }

  /** Events up to `last` are here, among them perhaps the one that records `id`. */
  shown(last: number, id?: string): void {
    const gone = (item: Pending): boolean => item.frame.id === id || (item.seq !== undefined && item.seq <= last);
    if (this.items.value.some(gone)) this.change((items) => items.filter((item) => !gone(item)));
  }

  refused(id: string, code: string): void {
    this.change((items) => items.map((item) => (item.frame.id === id ? { ...item, failed: code } : item)));
  }

  /** What to send again; undefined where it isn't refused any more. */
  retry(id: string): Pending | undefined {
    const refused = this.items.value.find((item) => item.frame.id === id && item.failed !== undefined);
    if (!refused) return undefined;
    this.change((items) => items.map((item) => (item.frame.id === id ? { ...item, failed: undefined } : item)));
    return refused;
  }

  drop(id: string): void {
    this.change((items) => items.filter((item) => item.frame.id !== id));
  }

  /** What must go out again after a reconnect, oldest first. */
  unsent(): Pending[] {
    return this.items.value.filter((item) => item.seq === undefined && item.failed === undefined);
  }

  /** Starts from what the store holds, so that two tabs don't undo each other. */
  private change(step: (items: readonly Pending[]) => readonly Pending[]): void {
    const next = step(this.store.read<Pending[]>(KEY) ?? this.items.value);
    this.items.value = next;
    this.store.write(KEY, next);
  }
}
