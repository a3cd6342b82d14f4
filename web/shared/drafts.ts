/** What was written and not sent, by where it was written. Kept in the browser, so neither a look elsewhere nor a reload loses it. */
import { signal } from "@preact/signals";
import type { Store } from "./store";

/** Of so many places; the longest untouched is let go. */
const MOST = 50;

export class Drafts {
  private readonly texts;

  constructor(
    private readonly store: Store,
    private readonly key: string,
  ) {
    this.texts = signal<readonly (readonly [string, string])[]>(store.read<[string, string][]>(key) ?? []);
  }

  of(place: string): string {
    return this.texts.value.find(([name]) => name === place)?.[1] ?? "";
  }

  write(place: string, text: string): void {
    const others = this.texts.value.filter(([name]) => name !== place);
    this.texts.value = text === "" ? others : [...others, [place, text] as const].slice(-MOST);
    this.store.write(this.key, this.texts.value.length > 0 ? this.texts.value : undefined);
  }

  clear(): void {
    this.texts.value = [];
    this.store.write(this.key, undefined);
  }
}
