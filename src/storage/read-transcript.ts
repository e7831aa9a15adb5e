import { assertNever } from "../core/assert";
import { textOf } from "../core/message";
import type { Fact } from "../pairing/fact";
import type { SessionStore, StoredFact } from "./session-store";

/** Facts joined with the content that they brought. `docs/storage.md` lists the types of events and their fields. */
export interface Transcript {
  readonly events: readonly TranscriptEntry[];
  /** To be passed as `afterSequence` for what follows; null at the end. */
  readonly nextSequence: number | null;
}

export interface TranscriptEntry {
  readonly sequence: number;
  readonly atMs: number;
  readonly type: Fact["type"];
  readonly [field: string]: unknown;
}

export interface TranscriptQuery {
  readonly afterSequence: number;
  readonly limit: number;
  /** Ends a page early. A page has at least one event, so that a reader gets on. */
  readonly bytesMax: number;
}

export function readTranscript(store: SessionStore, query: TranscriptQuery): Transcript {
  const encoder = new TextEncoder();
  const events: TranscriptEntry[] = [];
  // One more than asked for tells whether this is the end.
  const facts = store.readFacts(query.afterSequence, query.limit + 1);
  let bytes = 0;
  for (const stored of facts.slice(0, query.limit)) {
    const event = entryOf(store, stored);
    bytes += encoder.encode(JSON.stringify(event)).byteLength;
    if (bytes > query.bytesMax && events.length > 0) break;
    events.push(event);
  }
  const isEnd = events.length === facts.length;
  return { events, nextSequence: isEnd ? null : query.afterSequence + events.length };
}

/** One event, whole. */
export function entryOf(
  store: SessionStore,
  { sequence, atMs, fact }: StoredFact,
): TranscriptEntry {
  return { sequence, atMs, type: fact.type, ...fieldsOf(store, fact) };
}

/** Facts whose content is stored elsewhere, or which hold digests and identities, which stay inside. */
type TranslatedFact = Extract<
  Fact,
  {
    readonly type:
      | "hold-opened"
      | "hold-retried"
      | "side-request-answered"
      | "turn-shown"
      | "turn-answered"
      | "reply-superseded"
      | "message-unprompted"
      | "party-seen";
  }
>;

type PlainFact = Exclude<Fact, TranslatedFact>;

/** Every other fact is named here, so that a new one cannot leak what it should not. */
const PLAIN_FACTS: Readonly<Record<PlainFact["type"], true>> = {
  "session-started": true,
  "session-expired": true,
  "responder-changed": true,
  "side-requests-changed": true,
  "context-visibility-changed": true,
  "hold-probing": true,
  "hold-probed": true,
  "hold-probing-ended": true,
  "hold-reopened": true,
  "hold-seated": true,
  "hold-attached": true,
  "hold-detached": true,
  "hold-resolved": true,
  "hold-ended": true,
  "request-refused": true,
  "turn-opened": true,
  "turn-skipped": true,
  "turn-claimed": true,
  "reply-begun": true,
  "turn-delivered": true,
  "turn-abandoned": true,
  "turn-revived": true,
  "turn-expired": true,
  "command-received": true,
};

function isPlain(fact: Fact): fact is PlainFact {
  return fact.type in PLAIN_FACTS;
}

function fieldsOf(store: SessionStore, fact: Fact): object {
  if (isPlain(fact)) return fact;
  switch (fact.type) {
    case "hold-opened":
      return requestFields(store, fact.arrival.holdId, fact.arrival.explicitSeat);
    case "hold-retried":
      return { holdId: fact.holdId, byHoldId: fact.arrival.holdId };
    case "side-request-answered":
      return { holdId: fact.holdId, kind: fact.kind };
    case "turn-shown":
      return { ...fact, prompt: store.readPrompt(fact.turnId)?.text ?? null };
    case "turn-answered":
    case "reply-superseded":
      return { ...fact, ...store.readReply(sourceIdOf(fact)) };
    case "message-unprompted":
      return { ...fact, text: lastUserText(store, fact.holdId) };
    case "party-seen":
      return { seat: fact.seat };
    default:
      return assertNever(fact);
  }
}

function requestFields(store: SessionStore, holdId: string, seat: string | null): object {
  const news = store.readNews(holdId);
  if (news === null) return { holdId, seat };
  const { dialect, messages, tools, settings } = news;
  return {
    holdId,
    seat,
    dialect,
    newMessages: messages,
    ...(tools === null ? {} : { tools }),
    ...settings,
  };
}

function sourceIdOf({
  source,
}: Extract<Fact, { readonly type: "turn-answered" | "reply-superseded" }>): string {
  return source.kind === "partner" ? source.holdId : source.replyId;
}

function lastUserText(store: SessionStore, holdId: string): string | null {
  const message = store
    .readMessages(holdId, -LAST_USER_WITHIN)
    .findLast(({ role }) => role === "user");
  return message === undefined ? null : textOf(message);
}

/** Clients put a note or two after what the user wrote, and never a conversation. */
const LAST_USER_WITHIN = 8;
