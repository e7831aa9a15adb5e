import { z } from "zod/mini";
import { operatorId, operatorName, operatorSecret } from "./identity";

/** What a page says on the inbox's socket. */
export const inboxCommand = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("hello"),
    protocolVersion: z.int(),
    operatorSecret,
    name: operatorName,
    /** The last revision that the page has; null where it has none. */
    afterRevision: z.nullable(z.int().check(z.nonnegative())),
  }),
  /** Which session this operator has open, and under which name they are seen. */
  z.object({ type: z.literal("at"), sessionName: z.nullable(z.string()), name: operatorName }),
]);

const sessionEntry = z.object({
  name: z.string(),
  status: z.enum(["empty", "undecided", "caller-waits", "responder-waits", "idle", "expired"]),
  statusSinceMs: z.number(),
  createdAtMs: z.number(),
  lastActivityAtMs: z.number(),
  responderKind: z.enum(["partner", "operator", "copilot", "script", "replay"]),
  turnCount: z.int(),
  openTurnCount: z.int(),
  /** The beginning of what was asked last; empty where nothing was, or where this page may not see it. */
  lastQuestionText: z.string(),
  /** The open turns that have no answer, the longest wait first, at most as many as a page shows. */
  waitingTurns: z.array(
    z.object({ turnId: z.int(), sinceMs: z.number(), questionText: z.string() }),
  ),
});

/** What the Directory says to a page. */
export const inboxMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("welcome"),
    protocolVersion: z.int(),
    /** This page's own. */
    operatorId,
    role: z.enum(["admin", "operator"]),
    nowMs: z.number(),
    /** False where the page must forget what it has, as removals since its revision are not known any more. */
    isResumed: z.boolean(),
  }),
  /** Sessions that are new or have changed, and the names of those that are gone. */
  z.object({
    type: z.literal("sessions"),
    revision: z.int(),
    changed: z.array(sessionEntry),
    removed: z.array(z.string()),
    isCaughtUp: z.boolean(),
  }),
  z.object({
    type: z.literal("presence"),
    operators: z.array(
      z.object({ operatorId, name: z.string(), sessionName: z.nullable(z.string()) }),
    ),
  }),
]);

export type InboxCommand = z.infer<typeof inboxCommand>;
export type InboxMessage = z.infer<typeof inboxMessage>;
export type SessionEntry = z.infer<typeof sessionEntry>;
