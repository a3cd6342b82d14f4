// Generated from src/server/frame by its tests; `UPDATE_WIRE=1 cargo test wire` rewrites it.

/* eslint-disable */

/**
 * What a buyer's page sends. Unknown keys are ignored; an unknown `type` is a bad frame.
 */
export type BuyerFrame = { "type": "hello", token?: string, after?: number, 
/**
 * A language tag, such as `zh-CN`.
 */
lang?: string, page?: PageFacts, } | { "type": "message", id: string, text: string, } | { "type": "choose", id: string, value: string, } | { "type": "attach", id: string, file: string, } | { "type": "typing", } | { "type": "ping", } | { "type": "read", seq: number, } | { "type": "leave", id: string, } | { "type": "rate", id: string, result: number, speed: number, attitude: number, comment?: string, };

/**
 * What a buyer's page gets.
 */
export type ChatFrame = { "type": "welcome", conversation: string, token: string, seq: number, owner: OwnerIs, shop: ShopCard, } | { "type": "ack", id: string, seq: number, } | { "type": "event", event: WireEvent, } | { "type": "typing", from: PartyWord, } | { "type": "pong", } | { "type": "error", code: string, message: string, id?: string, };

/**
 * What an agent's page sends. Unknown keys are ignored; an unknown `type` is a bad frame.
 */
export type AgentFrame = { "type": "status", value: AgentStatus, } | { "type": "claim", conversation: string, } | { "type": "say", id: string, conversation: string, epoch: number, text: string, file?: string, } | { "type": "note", id: string, conversation: string, epoch: number, text: string, } | { "type": "return", id: string, conversation: string, epoch: number, } | { "type": "resolve", id: string, conversation: string, epoch: number, outcome?: string, } | { "type": "transfer", id: string, conversation: string, epoch: number, to?: string, } | { "type": "watch", conversation: string, after?: number, } | { "type": "unwatch", conversation: string, } | { "type": "typing", conversation: string, } | { "type": "ping", };

/**
 * What an agent's page gets.
 */
export type DeskFrame = { "type": "welcome", name: string, } | { "type": "queue", items: Array<WaitingItem>, } | { "type": "owner", conversation: string, owner: OwnerIs, agent?: string, epoch: number, } | { "type": "event", conversation: string, event: WireEvent, } | { "type": "typing", conversation: string, from: PartyWord, } | { "type": "pong", } | { "type": "ack", id: string, seq: number, } | { "type": "error", code: string, message: string, id?: string, conversation?: string, };

/**
 * An event of the log. Keys beside the first five come where they apply.
 */
export type WireEvent = { seq: number, 
/**
 * Milliseconds since 1970.
 */
at: number, from: PartyWord, kind: Kind, text?: string, 
/**
 * The id under which its sender sent it; only its sender gets it.
 */
id?: string, 
/**
 * The value of the choice that the buyer tapped; `text` is its label.
 */
choice?: string, choices?: Array<ChoiceButton>, 
/**
 * Why the bot said it.
 */
about?: AboutFacts, 
/**
 * What the bot read in the buyer's words. The desk's only.
 */
reading?: ReadingFacts, form?: FormStep, case?: CaseCard, handoff?: HandoffCard, queue?: QueuePlace, agent?: AgentCard, rating?: RatingCard, 
/**
 * Who may speak from here on, where this event changes it.
 */
owner?: OwnerIs, 
/**
 * On a notice that changes the owner: what happened.
 */
change?: Change, 
/**
 * On a closed conversation, the desk's only: how it ended.
 */
outcome?: string, };

/**
 * The shop page that the chat was opened on.
 */
export type PageFacts = { order_no?: string, sku?: string, };

/**
 * The shop as its page introduces it, in one language.
 */
export type ShopCard = { name: string, 
/**
 * `zh` or `en`.
 */
lang: string, 
/**
 * When people are there, for people to read.
 */
hours: string, greeting: string, 
/**
 * Questions to start with.
 */
choices: Array<ChoiceButton>, };

/**
 * A button; its value goes into a `choose` frame.
 */
export type ChoiceButton = { value: string, label: string, };

export type Kind = "text" | "file" | "form" | "case" | "handoff" | "queue" | "agent" | "rating" | "notice" | "closed";

/**
 * Why the owner changed.
 */
export type Change = "left" | "returned" | "reopened" | "expired";

/**
 * Who speaks.
 */
export type PartyWord = "buyer" | "bot" | "agent" | "system";

/**
 * Who may speak to the buyer.
 */
export type OwnerIs = "bot" | "queue" | "agent" | "closed";

export type PriorityWord = "urgent" | "high" | "medium" | "low";

export type AgentStatus = "online" | "busy" | "away";

export type AboutFacts = { intent?: string, 
/**
 * 0 to 1.
 */
confidence?: number, margin?: number, faq?: string, score?: number, mood?: string, rule: string, };

/**
 * What triage read in a message.
 */
export type ReadingFacts = { 
/**
 * `accept`, `clarify` or `reject`.
 */
decision: string, intents: Array<Intent>, 
/**
 * What was talked about before a short follow-up, and was read with it.
 */
topic?: string, mood: string, 
/**
 * 0 to 1.
 */
degree: number, 
/**
 * Values said in passing.
 */
slots?: Array<SlotFact>, };

export type Intent = { label: string, p: number, };

/**
 * A value said in passing.
 */
export type SlotFact = { 
/**
 * `order_no`, `tracking_no`, `phone`, `amount`, `date`, `quantity` or `email`.
 */
kind: string, value: string, };

/**
 * A field as the bot asks for it.
 */
export type FormStep = { id: string, field: string, 
/**
 * What the field is called, in the reader's language.
 */
name?: string, 
/**
 * `order_no`, `text`, `choice`, `photos`, `video`, `tracking_no`, `phone`, `money` or `date`; an unknown one is taken as text.
 */
input: string, required: boolean, done: number, total: number, };

/**
 * A value by its name, in the reader's language.
 */
export type ShownField = { field: string, name: string, value: string, };

/**
 * A case as it stands after the event.
 */
export type CaseCard = { id: string, 
/**
 * The form's id, or `contact`.
 */
kind: string, 
/**
 * The label it is about. The desk's only.
 */
intent?: string, 
/**
 * `open`, `in_progress`, `resolved` or `closed`.
 */
state: string, priority: PriorityWord, due_at: number, 
/**
 * By id. The buyer gets masked values where the form says so.
 */
fields: { [key in string]: string }, 
/**
 * The same for people: names in the reader's language, in the form's order.
 */
shown: Array<ShownField>, missing: Array<string>, };

/**
 * Why a person is called. Keys after the first five are the desk's only.
 */
export type HandoffCard = { reason: string, skill: string, priority: PriorityWord, due_at: number, promised_at?: number, summary?: string, intent?: string, fields?: { [key in string]: string }, 
/**
 * The form of the matter, which names fields and says what is missing.
 */
form?: string, shown?: Array<ShownField>, missing?: Array<string>, tried?: Array<TriedStep>, 
/**
 * In yuan.
 */
amount?: string, };

/**
 * One attempt of the bot's.
 */
export type TriedStep = { seq: number, rule: string, intent?: string, faq?: string, confidence?: number, };

export type QueuePlace = { position: number, wait_s: number, };

export type AgentCard = { 
/**
 * What buyers call the agent. Absent on what the agent says: it is the one who joined last.
 */
name?: string, 
/**
 * The sign-in name. The desk's only.
 */
id?: string, };

export type RatingCard = { result: number, speed: number, attitude: number, comment?: string, };

/**
 * A conversation that waits for a person.
 */
export type WaitingItem = { conversation: string, reason: string, priority: PriorityWord, skill: string, 
/**
 * Milliseconds since 1970, as every moment on the wire.
 */
since: number, due_at: number, 
/**
 * Outside service hours: when a person was promised.
 */
promised_at?: number, summary: string, };

/**
 * `POST /api/login`.
 */
export type LoginBody = { 
/**
 * What buyers will call the agent.
 */
name: string, 
/**
 * The desk key.
 */
password: string, };

/**
 * The answer to a login; the same token is in the cookie.
 */
export type SignedIn = { token: string, name: string, 
/**
 * Milliseconds since 1970.
 */
expires_at: number, };

/**
 * Any answer that isn't 2xx.
 */
export type RefusalBody = { code: string, 
/**
 * A sentence for people.
 */
message: string, };

/**
 * `GET /api/queue`.
 */
export type QueueList = { items: Array<WaitingItem>, };

/**
 * `GET /api/cases`.
 */
export type CaseList = { cases: Array<CaseItem>, 
/**
 * There are more than are listed.
 */
more: boolean, };

/**
 * A case with its conversation; private values are masked.
 */
export type CaseItem = { conversation: string, opened_at: number, 
/**
 * Not settled, and past `due_at`.
 */
overdue: boolean, id: string, 
/**
 * The form's id, or `contact`.
 */
kind: string, 
/**
 * The label it is about. The desk's only.
 */
intent?: string, 
/**
 * `open`, `in_progress`, `resolved` or `closed`.
 */
state: string, priority: PriorityWord, due_at: number, 
/**
 * By id. The buyer gets masked values where the form says so.
 */
fields: { [key in string]: string }, 
/**
 * The same for people: names in the reader's language, in the form's order.
 */
shown: Array<ShownField>, missing: Array<string>, };

/**
 * `GET /api/conversations/{id}/events`.
 */
export type EventList = { conversation: string, 
/**
 * The last event's, whether or not it is listed.
 */
seq: number, owner: OwnerIs, epoch: number, events: Array<WireEvent>, };
