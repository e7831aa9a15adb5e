import { z } from "zod";
import { apiErrorOfTurnError, invalidRequest } from "../../core/api-error";
import type { SessionSummary } from "../../core/session-status";
import type { SessionDescription } from "../../session/session-api";
import { settingsOf, type AppContext } from "../app-types";
import { directoryOf } from "../environment";
import { errorResponse } from "../error-response";
import { parseWith, readJsonWith } from "../read-json";
import { sessionNotFound, sessionOfPath } from "../session-of-path";

const LIST_LIMIT_DEFAULT = 100;
const LIST_LIMIT_MAX = 1_000;

const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(LIST_LIMIT_MAX).default(LIST_LIMIT_DEFAULT),
  /** The `next_before` of the page before. */
  before: z.coerce.number().int().min(0).optional(),
});

export async function listSessions(context: AppContext): Promise<Response> {
  const query = parseWith(listQuery, context.req.query());
  if (!query.ok) return errorResponse(context, query.error);
  const { limit, before } = query.value;
  const sessions = await directoryOf(context.env).list({
    limit,
    ...(before === undefined ? {} : { beforeMs: before }),
  });
  const last = sessions.length === limit ? sessions.at(-1) : undefined;
  return context.json({
    sessions: sessions.map((session) => viewOfSummary(session)),
    next_before: last?.lastActivityAtMs ?? null,
  });
}

export async function getSession(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const description = await session.value.stub.describe();
  if (description === null) return errorResponse(context, sessionNotFound(session.value.name));
  return context.json(viewOfDescription(description));
}

export async function deleteSession(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const { name, stub } = session.value;
  const exists = (await stub.describe()) !== null;
  if (exists) await stub.deleteSession();
  // Also where the session is gone already: a listing that still shows it is stale.
  await directoryOf(context.env).remove(name);
  if (!exists) return errorResponse(context, sessionNotFound(name));
  return new Response(null, { status: 204 });
}

const responderBody = z.strictObject({ kind: z.enum(["partner", "operator"]) });

/** The session need not exist: its responder can be chosen before its first request. */
export async function putResponder(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const body = await readJsonWith(responderBody, context.req.raw, settingsOf(context).bodyBytesMax);
  if (!body.ok) return errorResponse(context, body.error);
  const refusal = await session.value.stub.changeResponder(body.value.kind);
  if (refusal !== null) return errorResponse(context, apiErrorOfTurnError(refusal));
  return context.json(body.value);
}

const sideRequestsBody = z.strictObject({ answered: z.boolean() });

export async function putSideRequests(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const body = await readJsonWith(
    sideRequestsBody,
    context.req.raw,
    settingsOf(context).bodyBytesMax,
  );
  if (!body.ok) return errorResponse(context, body.error);
  const refusal = await session.value.stub.changeSideRequests(body.value.answered);
  if (refusal !== null) return errorResponse(context, apiErrorOfTurnError(refusal));
  return context.json(body.value);
}

/** For a path below `/sessions/{id}` that a session's unencoded slash may have led to. */
export function unknownSessionPath(context: AppContext): Response {
  const message = "There is nothing here. A slash in a session's name has to be written as %2F.";
  return errorResponse(context, {
    ...invalidRequest("not_found", message),
    kind: "not-found",
    status: 404,
  });
}

function viewOfSummary(session: SessionSummary) {
  return {
    name: session.name,
    status: session.status,
    since: timeText(session.statusSinceMs),
    created_at: timeText(session.createdAtMs),
    last_activity_at: timeText(session.lastActivityAtMs),
    responder: session.responderKind,
    turns: session.turnCount,
    open_turns: session.openTurnCount,
  };
}

function viewOfDescription(session: SessionDescription) {
  return {
    ...viewOfSummary(session),
    side_requests_answered: session.answersSideRequests,
    stored_bytes: session.storedBytes,
    waiting: session.openTurns.map((turn) => ({
      turn: turn.turnId,
      status: turn.status,
      opened_at: timeText(turn.openedAtMs),
      deadline_at: timeText(turn.deadlineAtMs),
      caller_attached: turn.isCallerAttached,
      question: turn.question,
    })),
    holds: session.holds.map((hold) => ({
      hold: hold.holdId,
      seat: hold.seat,
      attached: hold.isAttached,
      since: timeText(hold.sinceMs),
      question: hold.question,
    })),
  };
}

function timeText(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
