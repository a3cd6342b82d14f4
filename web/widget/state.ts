/** What the widget's parts share: the chat, the language, whether the panel is open. */
import { computed, signal } from "@preact/signals";
import { pickLang } from "../shared/lang";
import type { Lang } from "../shared/lang";
import { socketUrl } from "../shared/link";
import { browserStore } from "../shared/store";
import type { ChoiceButton, OwnerIs, WireEvent } from "../shared/wire";
import { Chat } from "./chat";
import { words } from "./words";

/** The value of the choice that calls a person. */
const PERSON = "person";

export interface Place {
  /** Where the widget's script came from: the server that the chat talks to. */
  base: string;
  /** Languages asked for by the page, first wish first. */
  langs: (string | null | undefined)[];
}

export class Widget {
  readonly open = signal(false);
  readonly lang;
  readonly words = computed(() => words[this.lang.value]);
  readonly chat: Chat;
  /** The language was changed while the bot had the talk: what that does is told, until the buyer has seen it. */
  readonly switched = signal(false);
  /** The field being asked, while it waits for an answer. */
  readonly asked = computed(() => askedField(this.chat.transcript.value.events));
  /** The closing event that waits for a rating. */
  readonly unrated = computed(() => waitsForRating(this.chat.transcript.value.events));
  private readonly store = browserStore("aftercare.");

  constructor(place: Place) {
    this.lang = signal<Lang>(pickLang(this.store.read<string>("lang"), ...place.langs));
    this.chat = new Chat({ url: () => socketUrl(place.base, "/ws/chat"), store: this.store, lang: () => this.lang.value });
    if (this.chat.expectsNews) this.chat.link.start();
  }

  show(): void {
    this.open.value = true;
    this.chat.link.start();
  }

  hide(): void {
    this.open.value = false;
  }

  speak(lang: Lang, remember = true): void {
    if (lang === this.lang.value) return;
    this.lang.value = lang;
    if (remember) this.store.write("lang", lang);
    this.switched.value = this.chat.transcript.value.last > 0 && this.chat.owner.value === "bot";
    this.chat.spoke();
  }
}

/** The form step of the newest bot line, unless the buyer has answered it or the talk went on without it. */
export function askedField(events: readonly WireEvent[]): WireEvent | undefined {
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at]!;
    if (event.kind === "form") return event;
    if (event.from === "buyer" || event.owner !== undefined || event.kind === "case") return undefined;
    if (event.from === "bot") return undefined;
  }
  return undefined;
}

/** Whether the header has its button to a person. */
export function offersPerson(owner: OwnerIs): boolean {
  return owner === "bot" || owner === "closed";
}

/** The choices worth a row: a way to a person on its own is none while the header has one, nor once it has lapsed. */
export function worthShowing(choices: readonly ChoiceButton[], owner: OwnerIs, spent: boolean): boolean {
  const alone = choices.length === 1 && choices[0]?.value === PERSON;
  return choices.length > 0 && !(alone && (spent || offersPerson(owner)));
}

export function waitsForRating(events: readonly WireEvent[]): number | undefined {
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at]!;
    if (event.kind === "closed") return event.seq;
    if (event.kind === "rating" || event.owner !== undefined) return undefined;
  }
  return undefined;
}
