/** A socket that comes back: back-off with jitter, at once when the network or the tab does, and a check that the peer is alive. */
import { signal } from "@preact/signals";

export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: ((close: { code: number }) => void) | null;
}

/** `idle`: nobody asked for it yet. `waiting`: cut off, the next try has a time. `open`: the peer greeted us. */
export type LinkState = "idle" | "connecting" | "open" | "waiting";

export interface LinkOptions<In extends { type: string }, Out extends { type: string }> {
  url: () => string;
  connect?: (url: string) => SocketLike;
  /** The socket stands: say hello. */
  opened: () => void;
  frame: (frame: In) => void;
  /** Asked on every close; false stops further tries until `start`. */
  again?: (code: number) => boolean;
  /** Answered by any frame. Sent after a silence, since pages can't see the protocol's own pings. */
  ping: Out;
  /** The silence after which the peer is pinged, and the time it then has. */
  pingAfter?: number;
  patience?: number;
  random?: () => number;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const GREETING = 12_000;
/** An answer that we are owed comes within this, or the socket is taken for dead. */
const OWED = 10_000;
/** A tab that comes back after a silence this long doesn't trust its old socket. */
const SILENCE = 40_000;
const PING_AFTER = 25_000;
/** The time to answer once the browser says that the network is gone. */
const LAST_WORD = 2_000;

export class Link<In extends { type: string }, Out extends { type: string }> {
  readonly state = signal<LinkState>("idle");
  /** Cut off, from the moment it is known until the next greeting. */
  readonly lost = signal(false);
  private socket: SocketLike | undefined;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private greeting: ReturnType<typeof setTimeout> | undefined;
  private owed: ReturnType<typeof setTimeout> | undefined;
  private owedAt = Infinity;
  private beat: ReturnType<typeof setTimeout> | undefined;
  private lastFrame = 0;
  private readonly wake = (): void => this.woken();
  private readonly doubt = (): void => {
    if (this.send(this.options.ping)) this.expect(LAST_WORD);
  };

  constructor(private readonly options: LinkOptions<In, Out>) {}

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.state.value !== "idle") return;
    if (typeof addEventListener === "function") {
      addEventListener("online", this.wake);
      addEventListener("offline", this.doubt);
      globalThis.document?.addEventListener("visibilitychange", this.wake);
    }
    this.open();
  }

  stop(): void {
    if (typeof removeEventListener === "function") {
      removeEventListener("online", this.wake);
      removeEventListener("offline", this.doubt);
      globalThis.document?.removeEventListener("visibilitychange", this.wake);
    }
    clearTimeout(this.retry);
    this.drop();
    this.state.value = "idle";
    this.lost.value = false;
  }

  /** Sends if the peer has greeted us; the caller keeps what must not be lost. */
  send(frame: Out): boolean {
    if (!this.socket || this.state.value !== "open") return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** The first frame, before the greeting. */
  hello(frame: Out): void {
    this.socket?.send(JSON.stringify(frame));
  }

  /** The peer greeted us: frames may flow, and the next loss starts from the shortest wait. */
  greeted(): void {
    clearTimeout(this.greeting);
    this.tries = 0;
    this.state.value = "open";
    this.lost.value = false;
    this.listen();
  }

  /** An answer is due. Silence from here on means a dead socket. */
  expect(wait = this.options.patience ?? OWED): void {
    if (this.owedAt <= Date.now() + wait) return;
    clearTimeout(this.owed);
    this.owedAt = Date.now() + wait;
    this.owed = setTimeout(() => {
      this.lost.value = true;
      this.reconnect();
    }, wait);
  }

  /** Drops the socket and opens another at once. */
  reconnect(): void {
    if (this.state.value === "idle") return;
    clearTimeout(this.retry);
    this.drop();
    this.open();
  }

  private open(): void {
    this.state.value = "connecting";
    const make = this.options.connect ?? ((url: string) => new WebSocket(url) as unknown as SocketLike);
    let socket: SocketLike;
    try {
      socket = make(this.options.url());
    } catch {
      this.later();
      return;
    }
    this.socket = socket;
    this.greeting = setTimeout(() => {
      this.drop();
      this.later();
    }, GREETING);
    socket.onopen = () => this.options.opened();
    socket.onmessage = (message) => {
      this.lastFrame = Date.now();
      this.settled();
      const frame = parse<In>(message.data);
      if (frame) this.options.frame(frame);
    };
    socket.onclose = (close) => {
      this.drop();
      if (this.options.again?.(close.code) === false) this.stop();
      else this.later();
    };
  }

  /** Pings the peer when it has been silent for long. */
  private listen(): void {
    const after = this.options.pingAfter ?? PING_AFTER;
    const silent = Date.now() - this.lastFrame;
    clearTimeout(this.beat);
    if (silent >= after && this.send(this.options.ping)) this.expect();
    this.beat = setTimeout(() => this.listen(), silent >= after ? after : after - silent);
  }

  /** Nothing is owed any more. */
  private settled(): void {
    clearTimeout(this.owed);
    this.owedAt = Infinity;
  }

  /** Lets go of the socket without hearing of it again. */
  private drop(): void {
    clearTimeout(this.greeting);
    clearTimeout(this.beat);
    this.settled();
    const socket = this.socket;
    this.socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private later(): void {
    if (this.state.value === "idle") return;
    this.state.value = "waiting";
    this.lost.value = true;
    const random = this.options.random ?? Math.random;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.tries, 10)) * (0.5 + random() / 2);
    this.tries += 1;
    this.retry = setTimeout(() => this.open(), wait);
  }

  private woken(): void {
    if (globalThis.document?.visibilityState === "hidden") return;
    if (this.state.value === "waiting") this.reconnect();
    else if (this.state.value === "open" && Date.now() - this.lastFrame > SILENCE) this.reconnect();
  }
}

function parse<In>(data: unknown): In | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && "type" in frame ? (frame as In) : undefined;
  } catch {
    return undefined;
  }
}

/** The socket address of `path` on the server that `base` came from. */
export function socketUrl(base: string, path: string): string {
  const url = new URL(path, base);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
