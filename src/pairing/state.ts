import type { ResponderKind, Seat } from "../core/turn";
import type { TurnError } from "../core/turn-error";

/**
 * The live state of one session: what is still under way. Everything that has ended is in the log. It is plain JSON, so that a
 * snapshot can be stored, and small: it holds digests and ids, never content.
 */
export interface SessionState {
  /** Null until the first request; set anew when an expired session starts afresh. */
  startedAtMs: number | null;
  lastActivityAtMs: number;
  /** When a leg was last lost, as all are when the server ends and is found anew; null if none was. */
  legLostAtMs: number | null;
  isExpired: boolean;
  responderKind: ResponderKind;
  /** PAIR-2: false where the owner wants side requests forwarded as turns. */
  answersSideRequests: boolean;
  /** System prompts and parameters are kept from whoever answers at the console. */
  isContextHidden: boolean;
  nextTurnId: number;
  /** By hold id, in the order of arrival. */
  holds: Record<string, Hold>;
  /** By turn id: the turns that are open, or answered and not yet delivered, or abandoned. */
  turns: Record<string, Turn>;
  /** Which seats a party has spoken for (PAIR-5.2), newest last. */
  identities: Record<string, KnownParty>;
  /** Which seats a system prompt or a set of tools was seen with: weak evidence like an identity. */
  profiles: Record<string, KnownParty>;
  /** PAIR-4: thread ids bound to a seat. */
  threads: Record<string, Seat>;
  /** Requests that have ended a short while ago, for retries that arrive late. */
  recent: RecentHold[];
  /** PAIR-2: side requests that were answered by rule, for the identical repeat that wants more. */
  recentSideRequests: { readonly holdId: string; readonly digest: string; readonly atMs: number }[];
}

/** What is known of a request without its content: all that any rule looks at. */
export interface Arrival {
  readonly holdId: string;
  readonly atMs: number;
  /** PAIR-1. */
  readonly explicitSeat: Seat | null;
  readonly identity: string;
  /** Its client may not see system prompts and parameters. */
  readonly isContextHidden?: true;
  readonly rawDigest: string;
  readonly canonicalDigest: string;
  /** Above 0 is the client's own word that this is a retry. */
  readonly retryCount: number;
  readonly idempotencyKey: string | null;
  readonly threadIds: readonly string[];
  readonly systemDigest: string | null;
  readonly toolsDigest: string | null;
  /** Stands for all messages that are not system messages. */
  readonly chainDigest: string | null;
  /** Of the last user message: what a prompt delivered to this request comes after. */
  readonly lastUserDigest: string | null;
  /** Whether the request has any assistant message, so its client sends histories. */
  readonly hasHistory: boolean;
  /** PAIR-4, looked up when the request arrived. */
  readonly evidence: Evidence | null;
  /** PAIR-6a: the held requests that this one continues. */
  readonly continuesHoldIds: readonly string[];
}

export interface Evidence {
  readonly seat: Seat;
  /** The newest delivery that the history contains: a prompt for the responder, a reply for the caller. */
  readonly deliveredTurnId: number | null;
  /** The newest turn of this caller whose question, but not whose reply, the history contains. */
  readonly askedTurnId: number | null;
  /** The delivery was recognised by an id, or together with the message before it, so it has surely arrived. */
  readonly isExact: boolean;
}

export interface Hold {
  arrival: Arrival;
  seat: Seat | null;
  isAttached: boolean;
  /** Detached without a word that the client left, which may have been there to the end of its response. */
  isLegLost: boolean;
  /** When the client was last seen to come or go. */
  connectionChangedAtMs: number;
  /** When its first attempt came: what its words were meant for was there by then. A retry says them again. */
  firstSentAtMs: number;
  /** The caller's own turn. */
  turnId: number | null;
  /** PAIR-6c: holds that are asked whether their client is there, before this request's seat is decided. */
  probing: Probing | null;
  /** What this hold ends with, until its delivery is confirmed. */
  outcome: Outcome | null;
  /** Whether its words were the answer to a turn. */
  hasAnswered: boolean;
}

export interface Probing {
  readonly holdIds: readonly string[];
  readonly deadlineAtMs: number;
}

export type Outcome =
  /** The reply's content is stored under `sourceId`: the responder's hold, or an operator's message. */
  | {
      readonly kind: "reply";
      readonly turnId: number;
      readonly sourceId: string;
      /** It breaks off on purpose, or says when to come again: a request that repeats its own is a new attempt. */
      readonly endsAttempt?: true;
    }
  | { readonly kind: "prompt"; readonly turnId: number }
  | { readonly kind: "notice"; readonly notice: Notice }
  | { readonly kind: "error"; readonly error: TurnError };

/** What a responder is told about its commands; the text is rendered when it is sent (PAIR-10). */
export type Notice =
  | { readonly kind: "help"; readonly turnId: number | null }
  | {
      readonly kind: "context";
      readonly turnId: number | null;
      /** Without the system prompt and the parameters. */
      readonly isHidden?: true;
    }
  | { readonly kind: "fault"; readonly text: string; readonly turnId: number | null }
  | { readonly kind: "side-answer"; readonly text: string };

export interface Turn {
  readonly turnId: number;
  readonly openedAtMs: number;
  readonly deadlineAtMs: number;
  /** The caller's hold: a retry puts its own in the place of the first. */
  holdId: string;
  /** The request whose content this turn asks: the first hold's id, also after retries. */
  readonly requestId: string;
  /** The party that asks, for weak evidence. */
  readonly party: string;
  readonly systemDigest: string | null;
  readonly toolsDigest: string | null;
  /** The delivery that the question follows (PAIR-13). */
  readonly followsTurnId: number | null;
  readonly canonicalDigest: string;
  isAnswered: boolean;
  isAbandoned: boolean;
  /** `/skip`: left to somebody else. */
  isSkipped: boolean;
  /** When it was last shown to a partner; null while it waits in the queue. */
  shownAtMs: number | null;
  /** The responder's hold that was last resolved with this turn's prompt. */
  shownHoldId: string | null;
  /** Whose screen it is on: without evidence, a party can only answer what it was shown last. */
  shownTo: string | null;
  /** PAIR-16: whose turn it is; null for nobody's. */
  claimedBy: Claimant | null;
  /** PAIR-20: part of an operator's reply has gone to the caller, so nobody else can answer any more. */
  isBegun: boolean;
}

/** An operator's open page at the console. */
export interface Claimant {
  readonly operatorId: string;
  readonly name: string;
}

/** Seats that a weak mark was seen with. */
export interface KnownParty {
  readonly caller: boolean;
  readonly responder: boolean;
  /** As a responder, its requests carry assistant messages, so one without any is a new chat. */
  readonly sendsHistory: boolean;
}

export interface RecentHold {
  readonly seat: Seat;
  readonly identity: string;
  readonly rawDigest: string;
  readonly retryCount: number;
  readonly idempotencyKey: string | null;
  readonly outcome: Outcome | null;
  /** Confirmed, or contained in a later history. */
  readonly isDelivered: boolean;
  readonly hasAnswered: boolean;
  readonly endedAtMs: number;
}

export function createSessionState(): SessionState {
  return {
    startedAtMs: null,
    lastActivityAtMs: 0,
    legLostAtMs: null,
    isExpired: false,
    responderKind: "partner",
    answersSideRequests: true,
    isContextHidden: false,
    nextTurnId: 1,
    holds: {},
    turns: {},
    identities: {},
    profiles: {},
    threads: {},
    recent: [],
    recentSideRequests: [],
  };
}

/** What a snapshot lacks that an earlier version of this program wrote. */
const LATER_TURN_FIELDS = { claimedBy: null, isBegun: false } as const;

type LaterTurnField = keyof typeof LATER_TURN_FIELDS;
type LaterHoldField = "firstSentAtMs";

/** A snapshot as it may be stored. */
export type StoredState = Omit<
  SessionState,
  "isContextHidden" | "legLostAtMs" | "holds" | "turns"
> & {
  readonly isContextHidden?: boolean;
  readonly legLostAtMs?: number | null;
  readonly holds: Record<string, Omit<Hold, LaterHoldField> & Partial<Pick<Hold, LaterHoldField>>>;
  readonly turns: Record<string, Omit<Turn, LaterTurnField> & Partial<Pick<Turn, LaterTurnField>>>;
};

/** Reads a snapshot that was written by this version of the program, or by an earlier one. */
export function restoreState(stored: StoredState): SessionState {
  const holds = Object.entries(stored.holds).map(
    ([holdId, hold]) => [holdId, { firstSentAtMs: hold.arrival.atMs, ...hold }] as const,
  );
  const turns = Object.entries(stored.turns).map(
    ([turnId, turn]) => [turnId, { ...LATER_TURN_FIELDS, ...turn }] as const,
  );
  return {
    ...createSessionState(),
    ...stored,
    holds: Object.fromEntries(holds),
    turns: Object.fromEntries(turns),
  };
}
