import { z } from "zod/mini";
import { operator, operatorId } from "./identity";

const atMs = z.number();
const sequence = z.int();
const turnId = z.int();

/**
 * An event of the transcript (docs/storage.md), as far as this page may see it. `turn-opened` has its `questionText` besides. What the
 * caller sent is not in `hold-opened`, and what was shown not in `turn-shown`: it comes by HTTP (`turn-view.ts`). A player gets the
 * turns' events alone, `turn-answered` with the answer's text.
 */
const event = z.looseObject({ sequence, atMs, type: z.string() });

/** What changes of a turn that is under way. */
const turnProgress = z.object({
  turnId,
  status: z.enum(["waiting", "shown", "answered", "abandoned"]),
  isCallerAttached: z.boolean(),
  /** Whether the caller reads a stream, so that it gets what is typed. A retry may read another way. */
  isStream: z.boolean(),
  /** Whose turn it is (PAIR-16). */
  claimedBy: z.nullable(operator),
  /** What has gone to the caller of the answer that is being written, and cannot be taken back; empty where nothing has. */
  draftText: z.string(),
  /** False where the caller demands JSON or a tool call: such an answer is checked, so it goes as a whole. */
  canDraft: z.boolean(),
});

/** A turn that is under way, but for its request, which comes by HTTP (`turn-view.ts`). */
const liveTurn = z.extend(turnProgress, {
  openedAtMs: atMs,
  deadlineAtMs: atMs,
  /** What is asked (PAIR-9), cut after some thousand characters. */
  questionText: z.string(),
});

const holdId = z.string();
const undecidedHold = z.object({ holdId, sinceMs: atMs, questionText: z.string() });

const liveOverview = z.object({
  status: z.enum(["empty", "undecided", "caller-waits", "responder-waits", "idle", "expired"]),
  responderKind: z.enum(["partner", "operator", "copilot", "script", "replay"]),
  answersSideRequests: z.boolean(),
  /** System prompts and parameters are kept from whoever answers. */
  isContextHidden: z.boolean(),
});

const liveSession = z.extend(liveOverview, {
  turns: z.array(liveTurn),
  undecidedHolds: z.array(undecidedHold),
});

/** What leads from one live state to a later one, as one reader sees them. Whatever is not named is as it was. */
const liveChange = z.object({
  overview: liveOverview,
  openedTurns: z.array(liveTurn),
  changedTurns: z.array(turnProgress),
  endedTurnIds: z.array(turnId),
  arrivedHolds: z.array(undecidedHold),
  endedHoldIds: z.array(holdId),
});

const presentOperator = z.object({
  operatorId,
  name: z.string(),
  role: z.enum(["admin", "operator", "responder"]),
  /** Where they write at this moment. */
  typingTurnId: z.nullable(turnId),
});

/** Where in a rejected reply the fault is. */
const replyPlace = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text") }),
  z.object({ kind: z.literal("tool-calls") }),
  z.object({ kind: z.literal("tool-call"), index: z.int(), part: z.enum(["name", "input"]) }),
]);

/** Why a command was not done. What the page wrote stays with the page. */
const refusalReason = z.enum([
  /** Another operator has the turn. */
  "claimed",
  /** It has an answer already. */
  "already-answered",
  /** It is over, or there is no such turn. */
  "no-such-turn",
  /** PAIR-10: not what the caller demands; `detail` and `place` say what is wrong. */
  "reply-rejected",
  /** It does not begin with what the caller has already got of this answer. */
  "differs-from-draft",
  /** The caller takes this answer only as a whole. */
  "no-draft",
  /** The piece begins behind what was accepted: something before it is missing. */
  "gap",
  /** The operator who should get the turn is not here. */
  "no-such-operator",
  /** This page may only watch. */
  "not-allowed",
]);

/** What a Session says to a page. */
export const sessionMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("welcome"),
    protocolVersion: z.int(),
    sessionName: z.string(),
    operator,
    role: z.enum(["admin", "operator", "responder"]),
    /** What this page may see besides the questions. */
    sees: z.object({ context: z.boolean(), history: z.boolean() }),
    /** False where the page's last event is unknown here: it must forget what it has. */
    isResumed: z.boolean(),
    /** The server's clock, so that waits are right on a machine whose clock is not. */
    nowMs: atMs,
    /** When this page is not let in any more; null: it always is. The server need not say so then, as it sleeps. */
    accessEndsAtMs: z.nullable(atMs),
  }),
  /** In order; `isCaughtUp` on the last batch after a welcome, and on every later one. */
  z.object({ type: z.literal("events"), events: z.array(event), isCaughtUp: z.boolean() }),
  /** The whole live state: after a welcome, and where the server does not know any more what this page has. */
  z.object({ type: z.literal("live"), revision: z.int(), session: liveSession }),
  /** What has changed of the state of `afterRevision`. A page that has another one has missed something, and connects anew. */
  z.extend(liveChange, {
    type: z.literal("live-changed"),
    afterRevision: z.int(),
    revision: z.int(),
  }),
  z.object({ type: z.literal("presence"), operators: z.array(presentOperator) }),
  /** Another operator's draft has grown. It counts as told: a `live-changed` does not repeat it. */
  z.object({ type: z.literal("draft"), turnId, startChars: z.int(), text: z.string() }),
  /** This page's draft is stored up to here, and on its way to the caller. */
  z.object({ type: z.literal("draft-accepted"), turnId, acceptedChars: z.int() }),
  z.object({
    type: z.literal("draft-refused"),
    turnId,
    reason: refusalReason,
    acceptedText: z.string(),
    claimedBy: z.nullable(operator),
  }),
  z.object({ type: z.literal("done"), commandId: z.string(), turnId: z.nullable(turnId) }),
  z.object({
    type: z.literal("refused"),
    commandId: z.string(),
    reason: refusalReason,
    /** A sentence in English where the reason alone does not say it; null otherwise, and for a player, whom it would tell of tools. */
    detail: z.nullable(z.string()),
    place: z.nullable(replyPlace),
    acceptedText: z.string(),
    claimedBy: z.nullable(operator),
  }),
]);

export type SessionMessage = z.infer<typeof sessionMessage>;
export type SessionEvent = z.infer<typeof event>;
export type LiveSession = z.infer<typeof liveSession>;
export type LiveTurn = z.infer<typeof liveTurn>;
export type TurnProgress = z.infer<typeof turnProgress>;
export type LiveChange = z.infer<typeof liveChange>;
export type UndecidedHold = z.infer<typeof undecidedHold>;
export type PresentOperator = z.infer<typeof presentOperator>;
export type RefusalReason = z.infer<typeof refusalReason>;
