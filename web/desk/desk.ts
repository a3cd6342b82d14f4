/** The agent's desk: who waits, whose chats are whose, and the socket under it. */
import { computed, signal } from "@preact/signals";
import { Drafts } from "../shared/drafts";
import { randomId } from "../shared/id";
import { pickLang } from "../shared/lang";
import type { Lang } from "../shared/lang";
import { Link, socketUrl } from "../shared/link";
import type { SocketLike } from "../shared/link";
import type { Store } from "../shared/store";
import type { AgentFrame, AgentStatus, DeskFrame, RefusalBody, SignedIn, WaitingItem, WireEvent } from "../shared/wire";
import { Cases } from "./cases";
import { Names, NO_NAMES } from "./names";
import type { NameList } from "./names";
import { isMine, newTalk, withEvent, withFailure, withOwner } from "./talk";
import type { Talk } from "./talk";
import { words } from "./words";

/** `asking`: whether the cookie still holds isn't known yet. */
export type Entry = "asking" | "out" | "in";
/** Something to tell the agent once. */
export interface Alert {
  code: string;
  name?: string;
  /** The conversation that it is about; told only while that one is open. */
  conversation?: string;
}

export interface DeskOptions {
  base: string;
  store: Store;
  fetch: typeof fetch;
  connect?: (url: string) => SocketLike;
  newId?: () => string;
}

const MINE = "desk.mine";
const WROTE = "desk.wrote";
const FOLDED = "desk.folded";
/** A buyer who has typed nothing for so long has stopped. */
const TYPING_SHOWN = 10_000;
/** A desk hears of a lost network within half a minute at most. */
const PING_AFTER = 10_000;
const PATIENCE = 5_000;

export class Desk {
  readonly entry = signal<Entry>("asking");
  readonly signInError = signal<string | undefined>(undefined);
  readonly me = signal("");
  readonly lang;
  readonly words = computed(() => words[this.lang.value]);
  readonly names = computed(() => new Names(this.nameList.value, this.lang.value));
  readonly status = signal<AgentStatus>("online");
  readonly queue = signal<readonly WaitingItem[]>([]);
  readonly talks = signal<ReadonlyMap<string, Talk>>(new Map());
  readonly selected = signal<string | undefined>(undefined);
  readonly alert = signal<Alert | undefined>(undefined);
  readonly cases: Cases;
  /** Answers that were begun, by conversation. */
  readonly replies: Drafts;
  /** The file is open where there is no room beside the talk. */
  readonly fileOpen = signal(false);
  /** Lists that are folded up. */
  readonly folded;
  readonly mine = computed(() => [...this.talks.value.values()].filter((talk) => isMine(talk, this.me.value)));
  readonly current = computed(() => (this.selected.value === undefined ? undefined : this.talks.value.get(this.selected.value)));
  readonly link: Link<DeskFrame, AgentFrame>;
  private readonly nameList = signal<NameList>(NO_NAMES);
  private readonly claiming = new Set<string>();
  private readonly typingUntil = new Map<string, ReturnType<typeof setTimeout>>();
  /** The next greeting brings everything again. */
  private anew = false;

  constructor(private readonly options: DeskOptions) {
    this.lang = signal<Lang>(pickLang(options.store.read<string>("lang"), globalThis.navigator?.language));
    this.link = new Link({
      url: () => socketUrl(options.base, `/ws/desk?lang=${this.lang.value}`),
      connect: options.connect,
      opened: () => {},
      frame: (frame) => this.receive(frame),
      ping: { type: "ping" },
      pingAfter: PING_AFTER,
      patience: PATIENCE,
      again: () => {
        void this.stillIn();
        return true;
      },
    });
    this.replies = new Drafts(options.store, "desk.replies");
    this.folded = signal<readonly string[]>(options.store.read<string[]>(FOLDED) ?? []);
    this.cases = new Cases((path) => this.get(`${path}&lang=${this.lang.value}`));
  }

  /** Goes in if the cookie of an earlier sign-in still holds. */
  async resume(): Promise<void> {
    const answer = await this.get("/api/queue");
    if (answer?.ok) this.enter();
    else this.entry.value = "out";
  }

  async signIn(name: string, password: string): Promise<void> {
    this.signInError.value = undefined;
    const body = JSON.stringify({ name, password });
    const answer = await this.call("/api/login", { method: "POST", headers: { "content-type": "application/json" }, body });
    if (!answer) this.signInError.value = "network";
    else if (answer.ok) {
      this.me.value = ((await answer.json()) as SignedIn).name;
      this.enter();
    } else {
      const refusal = (await answer.json().catch(() => ({ code: "" }))) as RefusalBody;
      this.signInError.value = answer.status === 429 ? "rate_limited" : refusal.code || "unauthorized";
    }
  }

  async signOut(): Promise<void> {
    await this.call("/api/logout", { method: "POST" });
    this.replies.clear();
    this.leave();
  }

  speak(lang: Lang): void {
    this.lang.value = lang;
    this.options.store.write("lang", lang);
    // Fields are named by the server, in the socket's language.
    this.anew = true;
    this.link.reconnect();
    this.cases.soon(0);
  }

  fold(list: string): void {
    const { value } = this.folded;
    this.folded.value = value.includes(list) ? value.filter((name) => name !== list) : [...value, list];
    this.options.store.write(FOLDED, this.folded.value);
  }

  setStatus(value: AgentStatus): void {
    this.status.value = value;
    this.link.send({ type: "status", value });
  }

  /** Opens a conversation to read; its events come and go on coming. */
  open(conversation: string): void {
    if (conversation !== this.selected.value) this.shut();
    this.selected.value = conversation;
    if (!this.talks.value.has(conversation)) this.put(newTalk(conversation, this.waits(conversation) ? "queue" : "bot"));
    this.watch(conversation);
    this.looked(conversation);
  }

  /** Back to the list. */
  shut(): void {
    const talk = this.current.value;
    this.selected.value = undefined;
    this.fileOpen.value = false;
    if (this.alert.value?.conversation !== undefined) this.alert.value = undefined;
    if (talk && !isMine(talk, this.me.value) && talk.drafts.length === 0) {
      this.link.send({ type: "unwatch", conversation: talk.conversation });
      this.drop(talk.conversation);
    }
  }

  /** Whether the open conversation can be taken over: from the line, or by stepping in. */
  get claimable(): boolean {
    const owner = this.current.value?.owner;
    return owner !== undefined && owner !== "agent";
  }

  claim(conversation: string): void {
    this.claiming.add(conversation);
    this.link.send({ type: "claim", conversation });
  }

  say(conversation: string, text: string): void {
    const talk = this.talks.value.get(conversation);
    const trimmed = text.trim();
    if (!talk || trimmed === "") return;
    const id = this.newId();
    this.replies.write(conversation, "");
    this.put({ ...talk, drafts: [...talk.drafts, { id, epoch: talk.epoch, text: trimmed }] });
    this.transmit({ type: "say", id, conversation, epoch: talk.epoch, text: trimmed });
  }

  forgetDraft(conversation: string, id: string): void {
    this.change(conversation, (talk) => ({ ...talk, drafts: talk.drafts.filter((draft) => draft.id !== id) }));
  }

  giveBack(conversation: string): void {
    const talk = this.talks.value.get(conversation);
    if (talk) this.transmit({ type: "return", id: this.newId(), conversation, epoch: talk.epoch });
  }

  resolve(conversation: string, outcome: string): void {
    const talk = this.talks.value.get(conversation);
    if (talk) this.transmit({ type: "resolve", id: this.newId(), conversation, epoch: talk.epoch, outcome });
  }

  looked(conversation: string): void {
    this.change(conversation, (talk) => (talk.read === talk.transcript.last ? talk : { ...talk, read: talk.transcript.last }));
  }

  /** A socket refused for want of a sign-in closes without a reason, so the reason is asked for. */
  private async stillIn(): Promise<void> {
    if ((await this.get("/api/queue"))?.status === 401) this.leave();
  }

  private leave(): void {
    this.link.stop();
    this.cases.stop();
    this.talks.value = new Map();
    this.selected.value = undefined;
    this.entry.value = "out";
  }

  private enter(): void {
    this.entry.value = "in";
    this.link.start();
    this.cases.start();
    void this.learnNames();
  }

  /** Until they are here, and on a server that has none, ids are shown. */
  private async learnNames(): Promise<void> {
    const answer = await this.get("/api/names");
    const list = answer?.ok ? ((await answer.json().catch(() => ({}))) as Partial<NameList>) : {};
    this.nameList.value = { ...NO_NAMES, ...list };
  }

  private receive(frame: DeskFrame): void {
    switch (frame.type) {
      case "welcome":
        this.greetedAs(frame.name);
        this.link.greeted();
        this.resumed();
        break;
      case "queue":
        this.queue.value = frame.items;
        break;
      case "owner":
        this.owned(frame);
        break;
      case "event":
        this.happened(frame.conversation, frame.event);
        break;
      case "typing":
        if (frame.from === "buyer") this.typed(frame.conversation);
        break;
      case "ack":
      case "pong":
        break;
      case "error":
        this.failed(frame);
        break;
    }
  }

  /** What another agent began to write at this browser is nobody's any more. */
  private greetedAs(name: string): void {
    this.me.value = name;
    if (this.options.store.read<string>(WROTE) !== name) this.replies.clear();
    this.options.store.write(WROTE, name);
  }

  private typed(conversation: string): void {
    this.change(conversation, (talk) => ({ ...talk, typing: true }));
    clearTimeout(this.typingUntil.get(conversation));
    const stop = (): void => {
      this.typingUntil.delete(conversation);
      this.change(conversation, (talk) => ({ ...talk, typing: false }));
    };
    this.typingUntil.set(conversation, setTimeout(stop, TYPING_SHOWN));
  }

  /** After each greeting: what we hold is brought up to date, what wasn't recorded goes out again. */
  private resumed(): void {
    this.link.send({ type: "status", value: this.status.value });
    const kept = this.options.store.read<string[]>(MINE) ?? [];
    for (const conversation of new Set([...kept, ...this.talks.value.keys()])) {
      if (!this.talks.value.has(conversation)) this.put(newTalk(conversation));
      this.watch(conversation);
    }
    this.anew = false;
    for (const talk of this.talks.value.values()) {
      for (const draft of talk.drafts.filter((it) => it.failed === undefined)) {
        this.transmit({ type: "say", id: draft.id, conversation: talk.conversation, epoch: draft.epoch, text: draft.text });
      }
    }
  }

  private watch(conversation: string): void {
    const after = this.anew ? 0 : (this.talks.value.get(conversation)?.transcript.last ?? 0);
    this.link.send({ type: "watch", conversation, after });
  }

  private owned(frame: Extract<DeskFrame, { type: "owner" }>): void {
    const { conversation, owner, agent, epoch } = frame;
    const ours = owner === "agent" && agent === this.me.value;
    if (ours && !this.talks.value.has(conversation)) {
      this.put(newTalk(conversation));
      this.watch(conversation);
    }
    this.change(conversation, (talk) => withOwner(talk, owner, agent, epoch));
    if (ours && this.claiming.delete(conversation)) this.selected.value = conversation;
    this.tidy(conversation);
    this.cases.soon();
  }

  private happened(conversation: string, event: WireEvent): void {
    const talk = this.talks.value.get(conversation);
    if (!talk) return;
    if (talk.transcript.fit(event) === "gap") {
      this.link.send({ type: "watch", conversation, after: talk.transcript.last });
      return;
    }
    this.put(withEvent(talk, event));
    if (event.case) this.cases.soon();
    if (this.selected.value === conversation && globalThis.document?.visibilityState === "visible") this.looked(conversation);
  }

  private failed(error: Extract<DeskFrame, { type: "error" }>): void {
    const { code, id, conversation } = error;
    if (code === "unauthorized") {
      this.leave();
      return;
    }
    for (const talk of this.talks.value.values()) {
      if (id !== undefined && talk.drafts.some((draft) => draft.id === id)) {
        this.put(withFailure(talk, id, code));
        return;
      }
    }
    if (conversation !== undefined) this.claiming.delete(conversation);
    const name = conversation === undefined ? undefined : this.talks.value.get(conversation)?.agent;
    this.alert.value = { code, name, conversation };
  }

  /** A kept conversation that turned out not to be ours, and that nobody looks at, goes. */
  private tidy(conversation: string): void {
    const talk = this.talks.value.get(conversation);
    if (talk && !isMine(talk, this.me.value) && this.selected.value !== conversation && talk.drafts.length === 0) this.drop(conversation);
    this.keepMine();
  }

  private waits(conversation: string): boolean {
    return this.queue.value.some((item) => item.conversation === conversation);
  }

  private transmit(frame: AgentFrame): void {
    if (this.link.send(frame)) this.link.expect();
  }

  private put(talk: Talk): void {
    this.talks.value = new Map(this.talks.value).set(talk.conversation, talk);
  }

  private change(conversation: string, step: (talk: Talk) => Talk): void {
    const talk = this.talks.value.get(conversation);
    const next = talk && step(talk);
    if (next && next !== talk) this.put(next);
  }

  private drop(conversation: string): void {
    const talks = new Map(this.talks.value);
    talks.delete(conversation);
    this.talks.value = talks;
    this.keepMine();
  }

  private keepMine(): void {
    this.options.store.write(MINE, this.mine.value.map((talk) => talk.conversation));
  }

  private newId(): string {
    return (this.options.newId ?? randomId)();
  }

  private get(path: string): Promise<Response | undefined> {
    return this.call(path, { method: "GET" });
  }

  private async call(path: string, init: RequestInit): Promise<Response | undefined> {
    try {
      return await this.options.fetch(new URL(path, this.options.base), { ...init, credentials: "same-origin", signal: AbortSignal.timeout(10_000) });
    } catch {
      return undefined;
    }
  }
}
