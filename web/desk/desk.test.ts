import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryStore } from "../shared/store";
import { Sockets } from "../shared/test/sockets";
import type { CaseItem, WireEvent } from "../shared/wire";
import { Desk } from "./desk";

const names = { labels: { "logistics.stuck": { zh: "物流停滞", en: "Tracking has stopped" } }, topics: {}, forms: {} };

/** A server that knows who is signed in. */
function setUp(signedIn = true, store = memoryStore()) {
  const sockets = new Sockets();
  const server = { signedIn, named: true };
  const asked: string[] = [];
  const cases: CaseItem[] = [];
  let ids = 0;
  const answer = async (url: URL | RequestInfo): Promise<Response> => {
    const { pathname: path, search } = new URL(String(url));
    asked.push(path + (path === "/api/cases" ? search : ""));
    if (path === "/api/cases" && server.signedIn) return Response.json({ cases, more: false });
    if (path === "/api/names" && server.signedIn) return server.named ? Response.json(names) : Response.json({ code: "not_found", message: "" }, { status: 404 });
    if (path === "/api/login") return Response.json({ token: "t", name: "小林", expires_at: 0 });
    if (path === "/api/logout") return new Response(null, { status: 204 });
    return server.signedIn ? Response.json({ items: [] }) : Response.json({ code: "unauthorized", message: "" }, { status: 401 });
  };
  const desk = new Desk({ base: "http://shop/", store, fetch: answer, connect: sockets.connect, newId: () => `a${(ids += 1)}` });
  const hears = (...frames: object[]): void => frames.forEach((frame) => sockets.last.hears(frame));
  const event = (seq: number, more: Partial<WireEvent> = {}) => ({
    type: "event",
    conversation: "c1",
    event: { seq, at: 0, from: "buyer", kind: "text", text: String(seq), ...more },
  });
  const enter = async (): Promise<void> => {
    await desk.resume();
    sockets.last.opens();
    hears({ type: "welcome", name: "小林" });
  };
  return { desk, sockets, server, asked, cases, store, hears, event, enter };
}
const ours = { type: "owner", conversation: "c1", owner: "agent", agent: "小林", epoch: 2 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("desk", () => {
  it("asks for a sign-in, and goes in with one", async () => {
    const { desk, sockets } = setUp(false);
    await desk.resume();
    expect([desk.entry.value, sockets.all.length]).toEqual(["out", 0]);
    await desk.signIn("小林", "key");
    expect([desk.entry.value, desk.me.value, sockets.all.length]).toEqual(["in", "小林", 1]);
  });

  it("learns names once after the sign-in, and says them in the page's language", async () => {
    const { desk, sockets, asked, hears, enter } = setUp();
    await enter();
    await vi.advanceTimersByTimeAsync(0);
    desk.speak("zh");
    expect(desk.names.value.label("logistics.stuck")).toBe("物流停滞");
    desk.speak("en");
    expect(desk.names.value.label("logistics.stuck")).toBe("Tracking has stopped");
    sockets.last.breaks();
    await vi.advanceTimersByTimeAsync(1_000);
    sockets.last.opens();
    hears({ type: "welcome", name: "小林" });
    expect(asked.filter((path) => path === "/api/names").length).toBe(1);
  });

  it("shows ids on a server that has no names", async () => {
    const { desk, server, enter } = setUp();
    server.named = false;
    await enter();
    await vi.advanceTimersByTimeAsync(0);
    expect([desk.entry.value, desk.names.value.label("logistics.stuck")]).toEqual(["in", "logistics.stuck"]);
  });

  it("takes over and answers under the epoch it got", async () => {
    const { desk, sockets, hears, event, enter } = setUp();
    await enter();
    desk.open("c1");
    expect(sockets.last.of("watch")).toEqual([{ type: "watch", conversation: "c1", after: 0 }]);
    hears({ type: "owner", conversation: "c1", owner: "queue", epoch: 1 }, event(1), event(2, { from: "system", kind: "handoff" }));
    desk.claim("c1");
    hears(ours, event(3, { from: "agent", kind: "agent", agent: { name: "小林" } }));
    expect(desk.mine.value.map((talk) => talk.conversation)).toEqual(["c1"]);
    desk.say("c1", " 您好 ");
    expect(sockets.last.of("say")).toEqual([{ type: "say", id: "a1", conversation: "c1", epoch: 2, text: "您好" }]);
    hears({ type: "ack", id: "a1", seq: 4 }, event(4, { from: "agent", id: "a1", text: "您好" }));
    expect(desk.current.value?.drafts).toEqual([]);
  });

  it("says who was faster", async () => {
    const { desk, hears, enter } = setUp();
    await enter();
    desk.open("c1");
    hears({ type: "owner", conversation: "c1", owner: "queue", epoch: 1 });
    desk.claim("c1");
    hears({ type: "owner", conversation: "c1", owner: "agent", agent: "阿美", epoch: 2 }, { type: "error", code: "taken", message: "", conversation: "c1" });
    expect(desk.alert.value).toEqual({ code: "taken", name: "阿美", conversation: "c1" });
    expect(desk.mine.value).toEqual([]);
    desk.open("c2");
    expect(desk.alert.value).toBe(undefined);
  });

  it("keeps what was refused for the agent to see", async () => {
    const { desk, hears, enter } = setUp();
    await enter();
    desk.open("c1");
    hears(ours);
    desk.say("c1", "晚了");
    hears({ type: "error", code: "stale_epoch", message: "", id: "a1" });
    expect(desk.current.value?.drafts[0]).toMatchObject({ text: "晚了", failed: "stale_epoch" });
  });

  it("resumes after a loss: watches from the last seq and says again what wasn't recorded", async () => {
    const { desk, sockets, hears, event, enter } = setUp();
    await enter();
    desk.open("c1");
    hears(ours, event(1));
    desk.say("c1", "在");
    sockets.last.breaks();
    await vi.advanceTimersByTimeAsync(1_000);
    sockets.last.opens();
    hears({ type: "welcome", name: "小林" });
    expect(sockets.last.of("watch")).toEqual([{ type: "watch", conversation: "c1", after: 1 }]);
    expect(sockets.last.of("say")).toEqual([{ type: "say", id: "a1", conversation: "c1", epoch: 2, text: "在" }]);
  });

  it("steps into a conversation that waits for nobody", async () => {
    const { desk, sockets, hears, enter } = setUp();
    await enter();
    desk.open("c1");
    for (const [owner, claimable] of [["bot", true], ["closed", true], ["queue", true], ["agent", false]] as const) {
      hears({ type: "owner", conversation: "c1", owner, agent: owner === "agent" ? "阿美" : undefined, epoch: 1 });
      expect([owner, desk.claimable]).toEqual([owner, claimable]);
    }
    desk.open("c2");
    expect(sockets.last.of("unwatch")).toEqual([{ type: "unwatch", conversation: "c1" }]);
    expect([...desk.talks.value.keys()]).toEqual(["c2"]);
  });

  it("shows a buyer typing for 10 s after the last sign", async () => {
    const { desk, hears, enter } = setUp();
    await enter();
    desk.open("c1");
    hears({ type: "typing", conversation: "c1", from: "buyer" });
    vi.advanceTimersByTime(9_000);
    hears({ type: "typing", conversation: "c1", from: "buyer" });
    vi.advanceTimersByTime(9_000);
    expect(desk.current.value?.typing).toBe(true);
    vi.advanceTimersByTime(1_000);
    expect(desk.current.value?.typing).toBe(false);
  });

  it("keeps a half-written answer for each conversation, until it is sent or another agent comes", async () => {
    const first = setUp();
    await first.enter();
    first.desk.open("c1");
    first.hears(ours);
    first.desk.replies.write("c1", "您好");
    first.desk.replies.write("c2", "稍等");
    first.desk.open("c2");
    first.desk.say("c2", "稍等");
    const second = setUp(true, first.store);
    await second.enter();
    expect([second.desk.replies.of("c1"), second.desk.replies.of("c2")]).toEqual(["您好", ""]);
    second.hears({ type: "welcome", name: "阿美" });
    expect(second.desk.replies.of("c1")).toBe("");
  });

  it("fetches everything again in the page's new language", async () => {
    const { desk, sockets, asked, hears, event, enter } = setUp();
    desk.speak("zh");
    await enter();
    desk.open("c1");
    hears(ours, event(1, { text: "一" }));
    desk.speak("en");
    expect(desk.current.value?.transcript.last).toBe(1);
    sockets.last.opens();
    hears({ type: "welcome", name: "小林" });
    expect(sockets.all.map(({ url }) => url)).toEqual(["ws://shop/ws/desk?lang=zh", "ws://shop/ws/desk?lang=en"]);
    expect(sockets.last.of("watch")).toEqual([{ type: "watch", conversation: "c1", after: 0 }]);
    hears(event(1, { text: "one" }));
    expect(desk.current.value?.transcript.events.map(({ text }) => text)).toEqual(["one"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.filter((path) => path.startsWith("/api/cases"))).toEqual(["/api/cases?order=due&open=true&lang=en"]);
  });

  it("asks for cases at once, now and then, and soon after a change", async () => {
    const { desk, asked, cases, hears, enter } = setUp();
    const count = (): number => asked.filter((path) => path.startsWith("/api/cases")).length;
    const item = { conversation: "c9", opened_at: 0, overdue: true, id: "C-1", kind: "contact", state: "open", priority: "low", due_at: 1 } as const;
    cases.push({ ...item, fields: {}, shown: [], missing: [] });
    await enter();
    await vi.advanceTimersByTimeAsync(0);
    expect([count(), desk.cases.items.value.length, desk.cases.overdue.value]).toEqual([1, 1, 1]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(count()).toBe(2);
    hears(ours, ours);
    await vi.advanceTimersByTimeAsync(400);
    expect(count()).toBe(3);
    desk.cases.showAll(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.at(-1)).toMatch("open=false");
    await desk.signOut();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([count(), desk.cases.items.value]).toEqual([4, []]);
  });

  it("finds its chats again after a reload, and lets go of those that moved on", async () => {
    const first = setUp();
    await first.enter();
    first.desk.open("c1");
    first.hears(ours);
    const second = setUp(true, first.store);
    await second.enter();
    expect(second.sockets.last.of("watch").map((frame) => frame.conversation)).toEqual(["c1"]);
    second.hears({ type: "owner", conversation: "c1", owner: "closed", epoch: 3 });
    expect(second.desk.talks.value.size).toBe(0);
  });

  it("ignores an owner of an older epoch", async () => {
    const { desk, hears, enter } = setUp();
    await enter();
    desk.open("c1");
    hears(ours, { type: "owner", conversation: "c1", owner: "queue", epoch: 1 });
    expect(desk.current.value?.owner).toBe("agent");
  });

  it("asks for the sign-in again when it has ended", async () => {
    const { desk, sockets, server, enter } = setUp();
    await enter();
    server.signedIn = false;
    sockets.last.breaks();
    await vi.advanceTimersByTimeAsync(100);
    expect(desk.entry.value).toBe("out");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets.all.length).toBe(1);
  });
});
