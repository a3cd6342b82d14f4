/** What labels, topics and fields are called. An id without a name stands for itself. */
import { fill } from "../shared/lang";
import type { Lang } from "../shared/lang";
import type { HandoffCard, ReadingFacts, WireEvent } from "../shared/wire";
import type { Words } from "./words";

type InBoth = Record<Lang, string>;

/** `GET /api/names`. */
export interface NameList {
  labels: Record<string, InBoth>;
  topics: Record<string, InBoth>;
  forms: Record<string, { name: InBoth; fields: Record<string, InBoth> }>;
}

export const NO_NAMES: NameList = { labels: {}, topics: {}, forms: {} };

/** The names in one language. */
export class Names {
  constructor(
    private readonly list: NameList,
    private readonly lang: Lang,
  ) {}

  label(id: string): string {
    return this.list.labels[id]?.[this.lang] || id;
  }

  topic(id: string): string {
    return this.list.topics[id]?.[this.lang] || id;
  }

  /** Undefined for what isn't a form, such as a promise to answer. */
  form(id: string): string | undefined {
    return this.list.forms[id]?.name[this.lang] || undefined;
  }

  /** As `form` calls it; another form's word where that one has none. */
  field(id: string, form?: string): string {
    const forms = [form === undefined ? undefined : this.list.forms[form], ...Object.values(this.list.forms)];
    return forms.find((it) => it?.fields[id])?.fields[id]?.[this.lang] || id;
  }
}

/** Where a name stands for an id, the id is the tooltip. */
export function tip(id: string, name: string): string | undefined {
  return name === id ? undefined : id;
}

/** What a conversation in a list is about, as a title and its tooltip. */
export interface Matter {
  title: string;
  id: string;
}

/** By the handoff's label; by the topic while only that is known; else by the end of the conversation's id. */
export function matter(known: { conversation: string; handoff?: HandoffCard; skill?: string }, names: Names, words: Words): Matter {
  const { conversation, handoff, skill } = known;
  if (handoff?.intent) return { title: names.label(handoff.intent), id: handoff.intent };
  if (skill && names.topic(skill) !== skill) return { title: names.topic(skill), id: skill };
  return { title: fill(words.chat, { tail: conversation.slice(-4) }), id: conversation };
}

export function lastHandoff(events: readonly WireEvent[]): HandoffCard | undefined {
  return events.findLast((event) => event.handoff)?.handoff;
}

const LABELS_SHOWN = 2;
const LEAST_SHOWN = 0.05;

/** The labels worth an agent's eye. */
export function likely(reading: ReadingFacts): ReadingFacts["intents"] {
  return reading.intents.filter((intent) => intent.p >= LEAST_SHOWN).slice(0, LABELS_SHOWN);
}
