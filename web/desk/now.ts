/** The time, told to the page often enough for countdowns in minutes. */
import { signal } from "@preact/signals";

export const now = signal(Date.now());
setInterval(() => (now.value = Date.now()), 5_000);
