import { expect, it } from "vitest";
import { Drafts } from "./drafts";
import { memoryStore } from "./store";

it("keeps a text for each place, over a reload, until it is emptied", () => {
  const store = memoryStore();
  const first = new Drafts(store, "drafts");
  first.write("c1", "您好");
  first.write("c2", "稍等");
  first.write("c1", "您好，");
  first.write("c2", "");
  const second = new Drafts(store, "drafts");
  expect([second.of("c1"), second.of("c2")]).toEqual(["您好，", ""]);
  second.clear();
  expect(new Drafts(store, "drafts").of("c1")).toBe("");
});

it("lets the longest untouched go", () => {
  const drafts = new Drafts(memoryStore(), "drafts");
  for (let place = 0; place < 60; place += 1) drafts.write(String(place), "x");
  expect([drafts.of("0"), drafts.of("9"), drafts.of("10")]).toEqual(["", "", "x"]);
});
