import { expect, it } from "vitest";
import { Transcript } from "./transcript";
import type { WireEvent } from "./wire";

const event = (seq: number): WireEvent => ({ seq, at: 0, from: "bot", kind: "text", text: String(seq) });

it("takes events in order, once, and sees a gap", () => {
  let transcript = new Transcript();
  for (const [seq, fit] of [[1, "new"], [1, "known"], [3, "gap"], [2, "new"], [3, "new"], [2, "known"]] as const) {
    expect(transcript.fit(event(seq))).toBe(fit);
    transcript = transcript.with(event(seq));
  }
  expect(transcript.events.map((it) => it.seq)).toEqual([1, 2, 3]);
});

it("knows that its beginning was let go", () => {
  let transcript = new Transcript();
  for (let seq = 1; seq <= 10; seq += 1) transcript = transcript.with(event(seq));
  expect(transcript.cut).toBe(false);
  const kept = new Transcript(transcript.tail(3), transcript.last);
  expect([kept.cut, kept.last, kept.fit(event(11))]).toEqual([true, 10, "new"]);
  let again = kept;
  for (let seq = 1; seq <= 10; seq += 1) again = again.again({ ...event(seq), text: "anew" });
  expect([again.cut, again.last, again.events.length, new Set(again.events.map((it) => it.text))]).toEqual([false, 10, 10, new Set(["anew"])]);
});
