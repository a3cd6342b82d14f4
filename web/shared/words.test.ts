import { expect, it } from "vitest";
import { words as desk } from "../desk/words";
import { words as shop } from "../shop/words";
import { words as widget } from "../widget/words";
import { fill, pickLang } from "./lang";
import { span } from "./time";

/** Every path to a sentence, with the holes it has. */
function paths(value: unknown, at = ""): string[] {
  if (typeof value === "string") return [`${at} ${(value.match(/\{\w+\}/g) ?? []).sort().join()}`];
  return Object.entries(value as object).flatMap(([key, inner]) => paths(inner, `${at}.${key}`));
}

it.each([
  ["widget", widget],
  ["desk", desk],
  ["shop", shop],
])("%s says the same things in Chinese and English", (_name, { zh, en }) => {
  expect(paths(en)).toEqual(paths(zh));
  for (const path of paths(zh)) expect(path.trim()).not.toBe("");
});

it("fills holes and leaves unknown ones", () => {
  expect(fill("第 {position} 位，{x}", { position: 2 })).toBe("第 2 位，{x}");
});

it.each([
  [[undefined, "en-GB"], "en"],
  [["fr", "zh-TW"], "zh"],
  [[null, ""], "zh"],
])("picks from %j", (candidates, lang) => {
  expect(pickLang(...candidates)).toBe(lang);
});

it.each([
  [0, "不到 1 分钟", "under a minute"],
  [360_000, "6 分钟", "6 min"],
  [26 * 3_600_000 + 5 * 60_000, "1 天 2 小时", "1 d 2 h"],
])("says %i ms", (ms, zh, en) => {
  expect([span(ms, "zh"), span(ms, "en")]).toEqual([zh, en]);
});
