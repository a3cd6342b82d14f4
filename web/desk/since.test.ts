import { expect, it } from "vitest";
import type { CaseCard, HandoffCard, ReadingFacts, WireEvent } from "../shared/wire";
import { missingNow, sinceHandoff } from "./since";

const handoff: HandoffCard = { reason: "asked", skill: "quality", priority: "low", due_at: 0, form: "claim", fields: { items: "锅" }, missing: ["order_no", "contact_phone", "items"] };
const line = (seq: number, text: string, reading: Partial<ReadingFacts> = {}): WireEvent => ({
  seq,
  at: 0,
  from: "buyer",
  kind: "text",
  text,
  reading: { decision: "accept", intents: [], mood: "calm", degree: 0, ...reading },
});
const card = (more: Partial<CaseCard>): CaseCard => ({ id: "C-1", kind: "claim", state: "open", priority: "low", due_at: 0, fields: {}, shown: [], missing: [], ...more });

it("tells what was said since the last handoff, with its worst mood and its values", () => {
  const events: WireEvent[] = [
    line(1, "打死你", { mood: "threatening", degree: 1 }),
    { seq: 2, at: 0, from: "system", kind: "handoff", handoff },
    line(3, "订单 QH1", { slots: [{ kind: "order_no", value: "QH1" }] }),
    line(4, "不处理我就去投诉", { mood: "threatening", degree: 0.7 }),
    line(5, "急，QH2", { mood: "anxious", degree: 1, slots: [{ kind: "order_no", value: "QH2" }] }),
    { seq: 6, at: 0, from: "system", kind: "notice", text: "收到" },
  ];
  expect(sinceHandoff(events)).toEqual({
    count: 3,
    last: "急，QH2",
    mood: { mood: "threatening", degree: 0.7 },
    said: [{ kind: "order_no", value: "QH2" }],
  });
});

const phone = { kind: "phone", value: "13800138000" };

it.each([
  ["what the handoff lacked and hadn't", [], [], ["order_no", "contact_phone"]],
  ["less what was said since", [], [phone], ["order_no"]],
  ["what the case of the same form lacks", [card({ missing: ["photos"] })], [], ["photos"]],
  ["nothing once that case is settled", [card({ state: "resolved", missing: ["photos"] })], [], []],
  ["not what a case of another form lacks", [card({ kind: "other", missing: ["photos"] })], [phone], ["order_no"]],
] as const)("knows what is missing: %s", (_name, cases, said, missing) => {
  expect(missingNow(handoff, cases, said)).toEqual(missing);
});
