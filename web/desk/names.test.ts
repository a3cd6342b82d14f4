import { expect, it } from "vitest";
import type { HandoffCard, ReadingFacts } from "../shared/wire";
import { likely, matter, Names, NO_NAMES, tip } from "./names";
import type { NameList } from "./names";
import { words } from "./words";

const list: NameList = {
  labels: { "logistics.stuck": { zh: "物流停滞", en: "Tracking has stopped" } },
  topics: { logistics: { zh: "物流", en: "Delivery" } },
  forms: {
    logistics_trace: { name: { zh: "查件", en: "Trace" }, fields: { symptom: { zh: "物流状况", en: "what tracking shows" } } },
    quality_claim: { name: { zh: "质量", en: "Quality" }, fields: { symptom: { zh: "问题", en: "fault" }, photos: { zh: "照片", en: "photos" } } },
  },
};
const zh = new Names(list, "zh");
const en = new Names(list, "en");

it("names ids in the page's language, and leaves those it doesn't know", () => {
  expect([zh.label("logistics.stuck"), en.label("logistics.stuck"), zh.label("new.one")]).toEqual(["物流停滞", "Tracking has stopped", "new.one"]);
  expect([zh.topic("logistics"), en.topic("logistics"), en.topic("gifts")]).toEqual(["物流", "Delivery", "gifts"]);
  expect(new Names(NO_NAMES, "zh").field("direction", "logistics_trace")).toBe("direction");
});

it.each([
  ["symptom", "quality_claim", "问题"],
  ["symptom", "contact", "物流状况"],
  ["photos", "logistics_trace", "照片"],
  ["photos", undefined, "照片"],
  ["unheard", undefined, "unheard"],
])("names the field %s of %s", (field, form, name) => {
  expect(zh.field(field, form)).toBe(name);
});

it("keeps an id for the tooltip only where a name stands for it", () => {
  expect([tip("logistics", "物流"), tip("logistics", "logistics")]).toEqual(["logistics", undefined]);
});

const conversation = "0190aaaa-0000-7000-8000-00000000beef";
const handoff = (intent?: string): HandoffCard => ({ reason: "asked", skill: "logistics", priority: "high", due_at: 0, intent });

it.each([
  ["its label", { handoff: handoff("logistics.stuck") }, "物流停滞"],
  ["its label before its topic", { handoff: handoff("logistics.stuck"), skill: "logistics" }, "物流停滞"],
  ["its topic", { skill: "logistics" }, "物流"],
  ["its id where the topic has no name", { skill: "gifts" }, "会话 beef"],
  ["its id where the handoff has no label", { handoff: handoff() }, "会话 beef"],
  ["its id", {}, "会话 beef"],
])("titles a conversation by %s", (_name, known, title) => {
  expect(matter({ conversation, ...known }, zh, words.zh).title).toBe(title);
});

it("shows the two likeliest labels, and none under 5 %", () => {
  const reading = (...shares: number[]): ReadingFacts => ({
    decision: "accept",
    intents: shares.map((p, at) => ({ label: String(at), p })),
    mood: "calm",
    degree: 0,
  });
  const shown = (...shares: number[]): string[] => likely(reading(...shares)).map((intent) => intent.label);
  expect([shown(0.5, 0.3, 0.2), shown(0.95, 0.049), shown(0.84, 0.05), shown()]).toEqual([["0", "1"], ["0"], ["0", "1"], []]);
});
