/** A buyer's conversation: the socket, the transcript and the outbox, kept in step over reloads, lost networks and other tabs. */
import { computed, signal } from "@preact/signals";
import { Drafts } from "../shared/drafts";
import { randomId } from "../shared/id";
import type { Lang } from "../shared/lang";
import { Link } from "../shared/link";
import type { SocketLike } from "../shared/link";
import { toldByOthers } from "../shared/said";
import type { Store } from "../shared/store";
import { Transcript } from "../shared/transcript";
import type { BuyerFrame, ChatFrame, OwnerIs, PageFacts, ShopCard, WireEvent } from "../shared/wire";
import { Outbox } from "./outbox";
import type { Outgoing } from "./outbox";

/** What is kept in the browser. */
interface Kept {
  token?: string;
  conversation?: string;
  events: readonly WireEvent[];
  last: number;
  read: number;
  owner: OwnerIs;
  agent?: string;
  shop?: ShopCard;
}

export interface ChatOptions {
  url: () => string;
  store: Store;
  lang: () => Lang;
  connect?: (url: string) => SocketLike;
  newId?: () => string;
  now?: () => number;
}

/** The close code of a socket on which nothing was said for long. */
const IDLE = 1000;
/** Refusals that pass by themselves: sent again after a while. */
const PASSING = new Set(["rate_limited", "unavailable"]);
const PASSING_WAIT = 5_000;
const KEY = "chat";
const TAIL = 200;
const TYPING_SHOWN = 6_000;
const TYPING_EVERY = 3_000;

export class Chat {
  readonly transcript = signal(new Transcript());
  readonly owner = signal<OwnerIs>("bot");
  readonly agent = signal<string | undefined>(undefined);
  readonly shop = signal<ShopCard | undefined>(undefined);
  readonly page = signal<PageFacts>({});
  /** Who is typing, if anyone. */
  readonly typing = signal<"bot" | "agent" | undefined>(undefined);
  /** The last thing that went wrong and isn't about one message: an error code. */
  readonly trouble = signal<string | undefined>(undefined);
  readonly read = signal(0);
  readonly outbox: Outbox;
  /** What the buyer has begun to write: in the composer, and in each field. */
  readonly drafts: Drafts;
  readonly link: Link<ChatFrame, BuyerFrame>;
  /** Events whose words another one says. */
  readonly told = computed(() => toldByOthers(this.transcript.value.events));
  readonly unread = computed(
    () => this.transcript.value.events.filter((event) => event.seq > this.read.value && this.spoken(event)).length,
  );

  private token: string | undefined;
  private conversation: string | undefined;
  /** The last event when the server greeted us; the owner it named is as of this one. */
  private welcomedAt = 0;
  /** The next greeting brings everything again. */
  private anew = false;
  private typingUntil: ReturnType<typeof setTimeout> | undefined;
  private typedAt = 0;

  constructor(private readonly options: ChatOptions) {
    this.outbox = new Outbox(options.store);
    this.drafts = new Drafts(options.store, "drafts");
    this.link = new Link({
      url: options.url,
      connect: options.connect,
      opened: () => this.hello(),
      frame: (frame) => this.receive(frame),
      ping: { type: "ping" },
      again: (code) => code !== IDLE || this.expectsNews,
    });
    this.adopt();
    options.store.watch((key) => {
      if (key === "outbox") this.outbox.reload();
      else if (key === KEY) this.otherTab();
    });
  }

  /** A reply may be waiting or on its way, so the socket is worth opening before the buyer asks. */
  get expectsNews(): boolean {
    const waitsForPerson = this.owner.value === "queue" || this.owner.value === "agent";
    return this.token !== undefined && (waitsForPerson || this.unread.value > 0 || this.outbox.unsent().length > 0);
  }

  say(text: string): boolean {
    const trimmed = text.trim();
    return trimmed !== "" && this.post({ type: "message", id: this.newId(), text: trimmed }, trimmed);
  }

  choose(value: string, label: string): boolean {
    return this.post({ type: "choose", id: this.newId(), value }, label);
  }

  leave(label: string): boolean {
    return this.post({ type: "leave", id: this.newId() }, label);
  }

  rate(scores: { result: number; speed: number; attitude: number; comment?: string }, label: string): boolean {
    return this.post({ type: "rate", id: this.newId(), ...scores }, label);
  }

  retry(id: string): void {
    const pending = this.outbox.retry(id);
    if (pending) {
      this.link.start();
      this.transmit(pending.frame);
    }
  }

  /** The buyer is writing; told on only where a person may be reading. */
  wrote(): void {
    const now = this.now();
    if (this.owner.value === "bot" || now - this.typedAt < TYPING_EVERY) return;
    this.typedAt = now;
    this.link.send({ type: "typing" });
  }

  /** The buyer has seen everything so far. */
  seen(): void {
    const last = this.transcript.value.last;
    if (last <= this.read.value) return;
    this.read.value = last;
    this.link.send({ type: "read", seq: last });
    this.keep();
  }

  /** Which order or product the buyer is looking at; the server hears of it with a new hello. */
  about(page: PageFacts): void {
    const same = page.order_no === this.page.value.order_no && page.sku === this.page.value.sku;
    this.page.value = page;
    if (!same) this.link.reconnect();
  }

  /** The page's language is another: the server hears of it, and names in cases come anew. */
  spoke(): void {
    if (this.transcript.value.events.some((event) => event.case)) this.loadAll();
    else this.link.reconnect();
  }

  /** Something a buyer would want to be told of. */
  spoken(event: WireEvent): boolean {
    return event.from !== "buyer" && event.kind !== "queue" && event.kind !== "rating" && !this.told.value.has(event.seq);
  }

  /** Fetches the conversation from its first event. */
  loadAll(): void {
    this.anew = true;
    this.link.reconnect();
  }

  private post(frame: Outgoing, label: string): boolean {
    if (!this.outbox.put({ frame, label, at: this.now() })) return false;
    this.trouble.value = undefined;
    this.link.start();
    this.transmit(frame);
    return true;
  }

  private transmit(frame: Outgoing): void {
    if (this.link.send(frame)) this.link.expect();
  }

  private hello(): void {
    // Another tab may have been greeted since: one browser, one conversation.
    if (this.token === undefined) this.adopt();
    const resume = this.token === undefined ? {} : { token: this.token, after: this.anew ? 0 : this.transcript.value.last };
    this.link.hello({ type: "hello", lang: this.options.lang(), page: this.page.value, ...resume });
  }

  private receive(frame: ChatFrame): void {
    switch (frame.type) {
      case "welcome":
        this.welcomed(frame);
        break;
      case "event":
        this.happened(frame.event);
        break;
      case "ack":
        this.outbox.acked(frame.id, frame.seq, this.transcript.value.last);
        // The server acks after the events that the message brought about; with those here nothing more is on its way.
        if (this.owner.value === "bot" && frame.seq > this.transcript.value.last) this.showTyping("bot");
        break;
      case "typing":
        if (frame.from === "bot" || frame.from === "agent") this.showTyping(frame.from);
        break;
      case "pong":
        break;
      case "error":
        this.failed(frame.code, frame.id);
        break;
    }
  }

  private welcomed(welcome: Extract<ChatFrame, { type: "welcome" }>): void {
    const kept = this.options.store.read<Kept>(KEY);
    if (this.conversation === undefined && kept?.token !== undefined && kept.conversation !== welcome.conversation) {
      // Two tabs said their first hello at once; the one that wrote first wins.
      this.adopt();
      this.link.reconnect();
      return;
    }
    const other = this.conversation !== undefined && this.conversation !== welcome.conversation;
    const behind = welcome.seq < this.transcript.value.last;
    if (other || behind) this.forget();
    this.anew = false;
    this.token = welcome.token;
    this.conversation = welcome.conversation;
    this.shop.value = welcome.shop;
    this.owner.value = welcome.owner;
    this.welcomedAt = welcome.seq;
    this.link.greeted();
    this.keep();
    if ((other || behind) && welcome.seq > 0) {
      this.link.reconnect();
      return;
    }
    for (const pending of this.outbox.unsent()) this.transmit(pending.frame);
  }

  private happened(event: WireEvent): void {
    const transcript = this.transcript.value;
    switch (transcript.fit(event)) {
      case "known":
        this.transcript.value = transcript.again(event);
        this.keep();
        return;
      case "gap":
        this.link.reconnect();
        return;
      case "new":
        this.transcript.value = transcript.with(event);
    }
    if (event.from !== "buyer") this.showTyping(undefined);
    // Of what a welcome replays only the last can still wait for its answer.
    else if (this.owner.value === "bot" && event.seq >= this.welcomedAt) this.showTyping("bot");
    if (event.agent?.name) this.agent.value = event.agent.name;
    if (event.seq > this.welcomedAt) this.owner.value = ownerAfter(event, this.owner.value);
    this.outbox.shown(event.seq, event.id);
    this.keep();
  }

  private failed(code: string, id: string | undefined): void {
    if (code === "unauthorized" && this.token !== undefined) {
      // The token is of another server or too old: start anew, and take what was not sent along.
      this.forget();
      this.token = undefined;
      this.conversation = undefined;
      this.keep();
      this.trouble.value = code;
      this.link.reconnect();
      return;
    }
    if (id === undefined) {
      this.trouble.value = code;
      return;
    }
    this.outbox.refused(id, code);
    if (PASSING.has(code)) setTimeout(() => this.retry(id), PASSING_WAIT);
  }

  private showTyping(from: "bot" | "agent" | undefined): void {
    clearTimeout(this.typingUntil);
    this.typing.value = from;
    if (from) this.typingUntil = setTimeout(() => (this.typing.value = undefined), TYPING_SHOWN);
  }

  private forget(): void {
    this.transcript.value = new Transcript();
    this.read.value = 0;
    this.owner.value = "bot";
    this.agent.value = undefined;
  }

  private adopt(): void {
    const kept = this.options.store.read<Kept>(KEY);
    if (!kept) return;
    this.token = kept.token;
    this.conversation = kept.conversation;
    this.transcript.value = new Transcript(kept.events, kept.last);
    this.read.value = kept.read;
    this.owner.value = kept.owner;
    this.agent.value = kept.agent;
    this.shop.value = kept.shop;
  }

  /** Another tab wrote. Events come over our own socket; only another conversation or a newer reading mark matters. */
  private otherTab(): void {
    const kept = this.options.store.read<Kept>(KEY);
    if (!kept) return;
    if (kept.conversation !== this.conversation) {
      this.adopt();
      this.link.reconnect();
    } else if (kept.read > this.read.value) this.read.value = kept.read;
    else if (this.link.state.value === "idle" && kept.last > this.transcript.value.last) this.adopt();
  }

  private keep(): void {
    const transcript = this.transcript.value;
    const kept = this.options.store.read<Kept>(KEY);
    const newer = kept && kept.conversation === this.conversation && kept.last > transcript.last;
    this.options.store.write(KEY, {
      token: this.token,
      conversation: this.conversation,
      events: newer ? kept.events : transcript.tail(TAIL),
      last: newer ? kept.last : transcript.last,
      read: Math.max(this.read.value, newer ? kept.read : 0),
      owner: this.owner.value,
      agent: this.agent.value,
      shop: this.shop.value,
    } satisfies Kept);
  }

  private newId(): string {
    return (this.options.newId ?? randomId)();
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}

/** Who owns the conversation after `event`. */
export function ownerAfter(event: WireEvent, before: OwnerIs): OwnerIs {
  return event.owner ?? (event.kind === "queue" ? "queue" : before);
}
