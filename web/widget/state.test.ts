import { expect, it } from "vitest";
import type { WireEvent } from "../shared/wire";
import { askedField, waitsForRating, worthShowing } from "./state";

const form = { id: "f", field: "order_no", input: "order_no", required: true, done: 0, total: 2 };
const line = (seq: number, more: Partial<WireEvent>): WireEvent => ({ seq, at: 0, from: "bot", kind: "text", ...more });
const ask = (seq: number): WireEvent => line(seq, { kind: "form", form });

it.each([
  ["asked", [ask(1)], 1],
  ["answered", [ask(1), line(2, { from: "buyer" })], undefined],
  ["asked again after a side question", [ask(1), line(2, { from: "buyer" }), line(3, {}), ask(4)], 4],
  ["a notice in between", [ask(1), line(2, { from: "system", kind: "notice" })], 1],
  ["handed over", [ask(1), line(2, { from: "system", kind: "handoff", owner: "queue" })], undefined],
  ["nothing", [], undefined],
] as const)("finds the field being asked: %s", (_name, events, seq) => {
  expect(askedField(events)?.seq).toBe(seq);
});

it.each([
  ["closed", [line(1, { kind: "closed", owner: "closed" })], 1],
  ["rated", [line(1, { kind: "closed", owner: "closed" }), line(2, { kind: "rating" })], undefined],
  ["reopened", [line(1, { kind: "closed", owner: "closed" }), line(2, { kind: "notice", owner: "bot" })], undefined],
  ["open", [line(1, {})], undefined],
] as const)("asks for a rating: %s", (_name, events, seq) => {
  expect(waitsForRating(events)).toBe(seq);
});

const person = { value: "person", label: "转人工" };
const skip = { value: "skip", label: "跳过" };

it.each([
  ["a person alone beside the header's button", [person], "bot", false, false],
  ["a person among others", [skip, person], "bot", false, true],
  ["something else alone", [skip], "bot", false, true],
  ["a person alone in line, where the header has no such button", [person], "queue", false, true],
  ["a person alone once it was called", [person], "queue", true, false],
  ["others once they were answered", [skip, person], "agent", true, true],
  ["none", [], "bot", false, false],
] as const)("shows choices: %s", (_name, choices, owner, spent, shown) => {
  expect(worthShowing(choices, owner, spent)).toBe(shown);
});
