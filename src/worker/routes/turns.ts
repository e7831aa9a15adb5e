import { z } from "zod";
import { apiErrorOfTurnError } from "../../core/api-error";
import { settingsOf, type AppContext } from "../app-types";
import { forwardSocket, readerOf, visitorOf } from "../console-socket";
import { errorResponse, notFound } from "../error-response";
import { admitToSession } from "../middleware/guard-route";
import { readJsonWith } from "../read-json";
import { sessionOfPath } from "../session-of-path";

/** What a console's page shows of a session besides its list of events: the turns, and whoever is at them. */

/** Opens the session for a page. It need not exist: whoever waits for its first question waits here. */
export async function openSessionSocket(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const { name, stub } = session.value;
  // Noted where the invitation is listed, so that a revocation finds the socket.
  const refusal = await admitToSession(context, name);
  if (refusal !== null) return errorResponse(context, refusal);
  return forwardSocket(context, stub, visitorOf(context.get("principal")));
}

export async function getTurn(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const turnId = turnIdOf(context);
  if (turnId === null) return errorResponse(context, turnNotFound());
  const view = await session.value.stub.viewTurn({ turnId }, readerOf(context.get("principal")));
  return view === null ? errorResponse(context, turnNotFound()) : context.json(view);
}

export async function getUndecidedRequest(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const holdId = context.req.param("hold") ?? "";
  const view = await session.value.stub.viewTurn({ holdId }, readerOf(context.get("principal")));
  if (view !== null) return context.json(view);
  return errorResponse(
    context,
    notFound("hold_not_found", "This session has no such request that is undecided."),
  );
}

export async function getRawExchange(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const turnId = turnIdOf(context);
  if (turnId === null) return errorResponse(context, turnNotFound());
  const raw = await session.value.stub.readRaw(turnId, readerOf(context.get("principal")));
  return raw === null ? errorResponse(context, turnNotFound()) : context.json(raw);
}

const contextVisibilityBody = z.strictObject({ hidden: z.boolean() });

export async function putContextVisibility(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const { bodyBytesMax } = settingsOf(context);
  const body = await readJsonWith(contextVisibilityBody, context.req.raw, bodyBytesMax);
  if (!body.ok) return errorResponse(context, body.error);
  const refusal = await session.value.stub.changeContextVisibility(body.value.hidden);
  if (refusal !== null) return errorResponse(context, apiErrorOfTurnError(refusal));
  return context.json(body.value);
}

/** Null for what is no number of a turn. */
function turnIdOf(context: AppContext): number | null {
  const text = context.req.param("turn") ?? "";
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

function turnNotFound() {
  return notFound("turn_not_found", "This session has no such turn.");
}
