import { expect, it } from "vitest";
import { toldByOthers } from "./said";
import type { WireEvent } from "./wire";

const line = (seq: number, at: number, more: Partial<WireEvent>): WireEvent => ({ seq, at, from: "system", kind: "notice", ...more });
const joined = (seq: number, at: number): WireEvent => line(seq, at, { from: "agent", kind: "agent", agent: { name: "阿强" }, owner: "agent" });

it.each([
  ["an agent who joined, told by the notice", [joined(1, 5), line(2, 5, { text: "人工客服阿强已接入" })], [1]],
  ["a place in line, told by the handoff", [line(1, 5, { kind: "handoff", text: "前面还有 7 位" }), line(2, 5, { kind: "queue" })], [2]],
  ["a place in line that moved", [line(1, 5, { kind: "handoff", text: "前面还有 7 位" }), line(2, 9, { kind: "queue" })], []],
  ["a line left, told by the bot", [line(1, 5, { from: "buyer", change: "left" }), line(2, 5, { from: "bot", kind: "text", text: "已取消排队" })], [1]],
  ["an end with a case's line only", [line(1, 5, { kind: "closed" }), line(2, 5, { kind: "case", text: "工单已解决" })], []],
  ["an agent who joined without a word", [line(1, 4, { text: "稍等" }), joined(2, 5), line(3, 6, { text: "在的", from: "agent", kind: "text" })], []],
  ["a rating", [line(1, 5, { kind: "rating", from: "buyer" }), line(2, 5, { text: "谢谢您的评价" })], []],
] as const)("finds what is said twice: %s", (_name, events, told) => {
  expect([...toldByOthers(events)]).toEqual(told);
});
