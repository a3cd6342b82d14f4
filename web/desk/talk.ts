/** A conversation as the desk holds it, and the pure steps that frames make on it. */
import { Transcript } from "../shared/transcript";
import type { OwnerIs, WireEvent } from "../shared/wire";

/** Something the agent wrote that isn't in the transcript yet. */
export interface Draft {
  id: string;
  epoch: number;
  text: string;
  /** An error code. */
  failed?: string;
}

export interface Talk {
  conversation: string;
  transcript: Transcript;
  owner: OwnerIs;
  /** The name of the agent who has it. */
  agent?: string;
  epoch: number;
  /** The newest event that the agent has looked at. */
  read: number;
  drafts: Draft[];
  typing: boolean;
}

/** `owner`: as far as is known, until the server says. */
export function newTalk(conversation: string, owner: OwnerIs = "bot"): Talk {
  return { conversation, transcript: new Transcript(), owner, epoch: 0, read: 0, drafts: [], typing: false };
}

export function withEvent(talk: Talk, event: WireEvent): Talk {
  if (talk.transcript.fit(event) === "known") return { ...talk, transcript: talk.transcript.again(event) };
  const transcript = talk.transcript.with(event);
  if (transcript === talk.transcript) return talk;
  const drafts = event.id === undefined ? talk.drafts : talk.drafts.filter((draft) => draft.id !== event.id);
  return { ...talk, transcript, drafts, typing: false };
}

/** An owner under an older epoch is yesterday's news. */
export function withOwner(talk: Talk, owner: OwnerIs, agent: string | undefined, epoch: number): Talk {
  return epoch < talk.epoch ? talk : { ...talk, owner, agent, epoch };
}

export function withFailure(talk: Talk, id: string, code: string): Talk {
  return { ...talk, drafts: talk.drafts.map((draft) => (draft.id === id ? { ...draft, failed: code } : draft)) };
}

export function isMine(talk: Talk, me: string): boolean {
  return talk.owner === "agent" && talk.agent === me;
}

/** Buyer's words that the agent hasn't looked at. */
export function unread(talk: Talk): number {
  return talk.transcript.events.filter((event) => event.seq > talk.read && event.from === "buyer").length;
}
