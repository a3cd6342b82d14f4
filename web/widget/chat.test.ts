import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Lang } from "../shared/lang";
import { memoryStore } from "../shared/store";
import type { Store } from "../shared/store";
import { Sockets } from "../shared/test/sockets";
import type { WireEvent } from "../shared/wire";
import { Chat } from "./chat";

const shop = { name: "青禾优选", lang: "zh", hours: "", greeting: "您好", choices: [] };

function setUp(store: Store = memoryStore()) {
  const sockets = new Sockets();
  let ids = 0;
  const page: { lang: Lang } = { lang: "zh" };
  const chat = new Chat({ url: () => "ws://shop/ws/chat", store, lang: () => page.lang, connect: sockets.connect, newId: () => `m${(ids += 1)}` });
  const welcome = (seq = 0, more: object = {}): void => {
    sockets.last.opens();
    sockets.last.hears({ type: "welcome", conversation: "c1", token: "t1", seq, owner: "bot", shop, ...more });
  };
  const event = (seq: number, more: Partial<WireEvent> = {}): void => {
    sockets.last.hears({ type: "event", event: { seq, at: seq, from: "bot", kind: "text", text: String(seq), ...more } });
  };
  const shown = (): (string | undefined)[] => chat.transcript.value.events.map((it) => it.text);
  return { chat, sockets, store, page, welcome, event, shown };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("chat", () => {
  it("says hello without a token, then with it and the last seq", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome();
    expect(sockets.last.of("hello")).toEqual([{ type: "hello", lang: "zh", page: {} }]);
    event(1);
    event(2);
    sockets.last.breaks();
    vi.advanceTimersByTime(1_000);
    welcome(2);
    expect(sockets.last.of("hello")).toEqual([{ type: "hello", lang: "zh", page: {}, token: "t1", after: 2 }]);
  });

  it("shows each event once and in order, and asks again where one is missing", () => {
    const { chat, sockets, welcome, event, shown } = setUp();
    chat.link.start();
    welcome();
    event(1);
    event(1);
    event(3);
    expect(sockets.all.length).toBe(2);
    welcome(3);
    expect(sockets.last.of("hello")[0]?.after).toBe(1);
    event(2);
    event(3);
    event(2);
    expect(shown()).toEqual(["1", "2", "3"]);
  });

  it("keeps what was written until it is recorded, and sends it again under the same id", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.say("在吗");
    chat.link.start();
    welcome();
    expect(sockets.last.of("message")).toEqual([{ type: "message", id: "m1", text: "在吗" }]);
    sockets.last.breaks();
    vi.advanceTimersByTime(1_000);
    welcome();
    expect(sockets.last.of("message")).toEqual([{ type: "message", id: "m1", text: "在吗" }]);
    sockets.last.hears({ type: "ack", id: "m1", seq: 1 });
    expect(chat.outbox.items.value[0]?.seq).toBe(1);
    event(1, { from: "buyer", id: "m1", text: "在吗" });
    expect(chat.outbox.items.value).toEqual([]);
    sockets.last.breaks();
    vi.advanceTimersByTime(1_000);
    welcome(1);
    expect(sockets.last.of("message")).toEqual([]);
  });

  it("drops a message from the outbox whether its event or its ack comes first", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome();
    chat.say("一");
    event(1, { from: "buyer", text: "一" });
    sockets.last.hears({ type: "ack", id: "m1", seq: 1 });
    expect(chat.outbox.items.value).toEqual([]);
  });

  it("goes on after a reload from what the browser kept", () => {
    const first = setUp();
    first.chat.link.start();
    first.welcome();
    first.event(1);
    first.chat.say("没发出去");
    const second = setUp(first.store);
    expect(second.shown()).toEqual(["1"]);
    expect(second.chat.expectsNews).toBe(true);
    second.chat.link.start();
    second.welcome(1);
    expect(second.sockets.last.of("hello")[0]).toMatchObject({ token: "t1", after: 1 });
    expect(second.sockets.last.of("message")).toEqual([{ type: "message", id: "m1", text: "没发出去" }]);
  });

  it("keeps a bounded tail and can fetch the rest", () => {
    const first = setUp();
    first.chat.link.start();
    first.welcome();
    for (let seq = 1; seq <= 250; seq += 1) first.event(seq);
    const second = setUp(first.store);
    expect([second.chat.transcript.value.events.length, second.chat.transcript.value.cut]).toEqual([200, true]);
    second.chat.link.start();
    second.welcome(250);
    second.chat.loadAll();
    second.welcome(250);
    expect(second.sockets.last.of("hello")[0]?.after).toBe(0);
  });

  it("shows a refusal on the message, and sends it again when asked", () => {
    const { chat, sockets, welcome } = setUp();
    chat.link.start();
    welcome();
    chat.say("太长");
    sockets.last.hears({ type: "error", code: "too_large", message: "", id: "m1" });
    expect(chat.outbox.items.value[0]?.failed).toBe("too_large");
    expect(chat.outbox.unsent()).toEqual([]);
    chat.retry("m1");
    expect(sockets.last.of("message").length).toBe(2);
  });

  it("sends again by itself what was refused only for now", () => {
    const { chat, sockets, welcome } = setUp();
    chat.link.start();
    welcome();
    chat.say("快");
    sockets.last.hears({ type: "error", code: "rate_limited", message: "", id: "m1" });
    vi.advanceTimersByTime(5_000);
    expect(sockets.last.of("message").map((frame) => frame.id)).toEqual(["m1", "m1"]);
  });

  it("starts anew where the token is refused, and takes the unsent along", () => {
    const first = setUp();
    first.chat.link.start();
    first.welcome();
    first.event(1);
    const { chat, sockets, welcome, shown } = setUp(first.store);
    chat.say("还在吗");
    chat.link.start();
    sockets.last.opens();
    sockets.last.hears({ type: "error", code: "unauthorized", message: "" });
    welcome(0, { conversation: "c2", token: "t2" });
    expect(sockets.last.of("hello")).toEqual([{ type: "hello", lang: "zh", page: {} }]);
    expect(sockets.last.of("message").length).toBe(1);
    expect([shown(), chat.trouble.value]).toEqual([[], "unauthorized"]);
  });

  it("fetches everything again where the server knows less than the page", () => {
    const { chat, sockets, welcome, event, shown } = setUp();
    chat.link.start();
    welcome();
    for (const seq of [1, 2, 3]) event(seq);
    sockets.last.breaks();
    vi.advanceTimersByTime(1_000);
    welcome(2);
    welcome(2);
    expect(sockets.last.of("hello")[0]?.after).toBe(0);
    event(1);
    expect(shown()).toEqual(["1"]);
  });

  it("two tabs that say hello at once end up in one conversation", () => {
    const first = setUp();
    const second = setUp(first.store);
    first.chat.link.start();
    second.chat.link.start();
    first.welcome();
    second.welcome(0, { conversation: "c2", token: "t2" });
    second.welcome();
    expect(second.sockets.last.of("hello")[0]?.token).toBe("t1");
  });

  it.each([
    ["handoff", { kind: "handoff", owner: "queue" }, "queue"],
    ["joined", { kind: "agent", from: "agent", agent: { name: "小林" }, owner: "agent" }, "agent"],
    ["closed", { kind: "closed", owner: "closed" }, "closed"],
    ["a word", { kind: "text" }, "bot"],
  ] as const)("knows who speaks after: %s", (_name, more, owner) => {
    const { chat, welcome, event } = setUp();
    chat.link.start();
    welcome();
    event(1, more as Partial<WireEvent>);
    expect(chat.owner.value).toBe(owner);
  });

  it("believes the welcome over replayed events", () => {
    const { chat, welcome, event } = setUp();
    chat.link.start();
    welcome(2, { owner: "bot" });
    event(1, { kind: "handoff", owner: "queue" });
    expect(chat.owner.value).toBe("bot");
  });

  it("counts what wasn't seen", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome();
    event(1);
    event(2, { from: "buyer" });
    event(3, { from: "agent" });
    expect(chat.unread.value).toBe(2);
    chat.seen();
    chat.seen();
    expect(chat.unread.value).toBe(0);
    expect(sockets.last.of("read")).toEqual([{ type: "read", seq: 3 }]);
  });

  const said = { from: "buyer", id: "m1", text: "在吗" } as const;
  const ack = { type: "ack", id: "m1", seq: 1 };

  it("shows the bot typing from the ack to the answer where the ack comes first", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome();
    chat.say("在吗");
    sockets.last.hears(ack);
    expect(chat.typing.value).toBe("bot");
    event(1, said);
    expect(chat.typing.value).toBe("bot");
    event(2);
    expect(chat.typing.value).toBe(undefined);
  });

  it("shows nobody typing once the answer is in, though the ack comes after it", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome();
    chat.say("在吗");
    event(1, said);
    expect(chat.typing.value).toBe("bot");
    event(2);
    event(3, { kind: "form" });
    sockets.last.hears(ack);
    expect(chat.typing.value).toBe(undefined);
  });

  it("doesn't show typing for longer than 6 s without news", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome();
    chat.say("在吗");
    event(1, said);
    vi.advanceTimersByTime(4_000);
    sockets.last.hears(ack);
    vi.advanceTimersByTime(2_000);
    expect(chat.typing.value).toBe(undefined);
  });

  it("shows no typing for what a welcome replays, but for a last word that waits", () => {
    const { chat, welcome, event } = setUp();
    chat.link.start();
    welcome(3);
    event(1, { from: "buyer" });
    expect(chat.typing.value).toBe(undefined);
    event(2);
    event(3, { from: "buyer" });
    expect(chat.typing.value).toBe("bot");
  });

  it("lets an agent go on typing while the buyer writes, until the agent's words come", () => {
    const { chat, sockets, welcome, event } = setUp();
    chat.link.start();
    welcome(0, { owner: "agent" });
    sockets.last.hears({ type: "typing", from: "agent" });
    event(1, said);
    expect(chat.typing.value).toBe("agent");
    event(2, { from: "agent" });
    expect(chat.typing.value).toBe(undefined);
  });

  it("tells the server of another order with a new hello", () => {
    const { chat, sockets, welcome } = setUp();
    chat.link.start();
    welcome();
    chat.about({ order_no: "QH7201480217" });
    chat.about({ order_no: "QH7201480217" });
    sockets.last.opens();
    expect(sockets.all.length).toBe(2);
    expect(sockets.last.of("hello")[0]).toMatchObject({ token: "t1", after: 0, page: { order_no: "QH7201480217" } });
  });

  const card = { id: "C-1", kind: "claim", state: "open", priority: "low", due_at: 0, fields: {}, shown: [], missing: [] } as const;

  it.each([
    ["from the last event", [{}], 1],
    ["all of it where a case has names in it", [{ kind: "case", case: card }], 0],
  ] as const)("says hello in the page's new language, and fetches %s", (_name, events, after) => {
    const { chat, sockets, page, welcome, event, shown } = setUp();
    chat.link.start();
    welcome();
    events.forEach((more, at) => event(at + 1, more as Partial<WireEvent>));
    page.lang = "en";
    chat.spoke();
    expect(shown().length).toBe(1);
    welcome(1);
    expect(sockets.last.of("hello")).toEqual([{ type: "hello", lang: "en", page: {}, token: "t1", after }]);
    event(1, { text: "again" });
    expect(shown()).toEqual(["again"]);
  });

  it("keeps what is half written over a reload", () => {
    const first = setUp();
    first.chat.drafts.write("composer", "我想问");
    expect(setUp(first.store).chat.drafts.of("composer")).toBe("我想问");
  });

  it("counts what is said twice once", () => {
    const { chat, welcome, event } = setUp();
    chat.link.start();
    welcome();
    event(1, { at: 5, from: "agent", kind: "agent", text: undefined, agent: { name: "阿强" } });
    event(2, { at: 5, from: "system", kind: "notice", text: "人工客服阿强已接入" });
    expect(chat.unread.value).toBe(1);
  });

  it("rests after a long silence, and wakes when the buyer writes", () => {
    const { chat, sockets, welcome } = setUp();
    chat.link.start();
    welcome();
    sockets.last.breaks(1000);
    vi.advanceTimersByTime(60_000);
    expect(sockets.all.length).toBe(1);
    chat.say("又来了");
    welcome();
    expect(sockets.last.of("message").length).toBe(1);
  });
});
