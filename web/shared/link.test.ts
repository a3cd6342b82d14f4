import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Link, socketUrl } from "./link";
import { Sockets } from "./test/sockets";

type Frame = { type: string };

function setUp(again?: (code: number) => boolean) {
  const sockets = new Sockets();
  const frames: Frame[] = [];
  const link: Link<Frame, Frame> = new Link<Frame, Frame>({
    url: () => "ws://shop/ws",
    connect: sockets.connect,
    opened: () => link.hello({ type: "hello" }),
    frame: (frame) => {
      frames.push(frame);
      if (frame.type === "welcome") link.greeted();
    },
    ping: { type: "ping" },
    again,
    random: () => 1,
  });
  const greet = (): void => {
    sockets.last.opens();
    sockets.last.hears({ type: "welcome" });
  };
  return { sockets, frames, link, greet };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("link", () => {
  it("sends nothing before the greeting", () => {
    const { link, sockets, greet } = setUp();
    link.start();
    sockets.last.opens();
    expect(link.send({ type: "message" })).toBe(false);
    greet();
    expect(link.send({ type: "message" })).toBe(true);
    expect(sockets.last.sent.map((frame) => frame.type)).toEqual(["hello", "hello", "message"]);
  });

  it("waits longer after each failure, and starts over after a greeting", () => {
    const { link, sockets, greet } = setUp();
    link.start();
    for (const wait of [500, 1000, 2000, 4000]) {
      const before = sockets.all.length;
      sockets.last.breaks();
      vi.advanceTimersByTime(wait - 1);
      expect(sockets.all.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(sockets.all.length).toBe(before + 1);
    }
    greet();
    sockets.last.breaks();
    vi.advanceTimersByTime(500);
    expect(sockets.all.length).toBe(6);
  });

  it("never waits more than half a minute", () => {
    const { link, sockets } = setUp();
    link.start();
    for (let failure = 0; failure < 20; failure += 1) {
      const before = sockets.all.length;
      sockets.last.breaks();
      vi.advanceTimersByTime(30_000);
      expect(sockets.all.length).toBeGreaterThan(before);
    }
  });

  it("gives up a socket that doesn't greet", () => {
    const { link, sockets } = setUp();
    link.start();
    sockets.last.opens();
    vi.advanceTimersByTime(12_500);
    expect(sockets.all[0]?.closed).toBe(true);
    expect(sockets.all.length).toBe(2);
  });

  it("pings after a silence and leaves a socket that doesn't answer", () => {
    const { link, sockets, greet } = setUp();
    link.start();
    greet();
    vi.advanceTimersByTime(25_000);
    expect(sockets.last.of("ping").length).toBe(1);
    sockets.last.hears({ type: "pong" });
    vi.advanceTimersByTime(20_000);
    expect(sockets.all.length).toBe(1);
    vi.advanceTimersByTime(5_000 + 10_000);
    expect(sockets.all.length).toBe(2);
    expect(sockets.all[0]?.closed).toBe(true);
  });

  it("says at once that it is cut off, until it is greeted again", () => {
    const { link, sockets, greet } = setUp();
    link.start();
    expect(link.lost.value).toBe(false);
    greet();
    sockets.last.breaks();
    expect(link.lost.value).toBe(true);
    vi.advanceTimersByTime(500);
    expect([link.state.value, link.lost.value]).toEqual(["connecting", true]);
    greet();
    expect(link.lost.value).toBe(false);
    link.reconnect();
    expect(link.lost.value).toBe(false);
  });

  it("takes a shorter patience over a longer one", () => {
    const { link, sockets, greet } = setUp();
    link.start();
    greet();
    link.expect();
    link.expect(2_000);
    link.expect();
    vi.advanceTimersByTime(2_000);
    expect([sockets.all.length, link.lost.value]).toEqual([2, true]);
  });

  it("survives frames that aren't", () => {
    const { link, sockets, frames, greet } = setUp();
    link.start();
    greet();
    for (const noise of ["", "{", "3", "null", "[]", '{"kind":1}']) sockets.last.hears(noise);
    expect(frames).toEqual([{ type: "welcome" }]);
  });

  it("rests when the close says so, and can be started again", () => {
    const { link, sockets, greet } = setUp((code) => code !== 1000);
    link.start();
    greet();
    sockets.last.breaks(1000);
    vi.advanceTimersByTime(60_000);
    expect([link.state.value, sockets.all.length]).toEqual(["idle", 1]);
    link.start();
    expect(sockets.all.length).toBe(2);
  });

  it("hears no more of a socket it left", () => {
    const { link, sockets, frames, greet } = setUp();
    link.start();
    greet();
    link.reconnect();
    sockets.all[0]?.hears({ type: "event" });
    sockets.all[0]?.breaks();
    expect(frames.length).toBe(1);
    expect(sockets.all.length).toBe(2);
  });
});

it("finds the socket's address beside the script's", () => {
  expect(socketUrl("https://help.example/widget.js", "/ws/chat")).toBe("wss://help.example/ws/chat");
  expect(socketUrl("http://127.0.0.1:8080/", "/ws/chat")).toBe("ws://127.0.0.1:8080/ws/chat");
});
