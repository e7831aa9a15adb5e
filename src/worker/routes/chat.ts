import { readCredentials } from "../../auth/read-credentials";
import { invalidRequest, type ApiError } from "../../core/api-error";
import { assertNever } from "../../core/assert";
import { LIMITS } from "../../core/limits";
import { fail, succeed, type Result } from "../../core/result";
import { parseSessionName, type SessionNameProblem } from "../../core/session-name";
import type { ProtocolCodec, ResponseContext } from "../../protocols/codec";
import { addLogFields, settingsOf, type AppContext, type AppHandler } from "../app-types";
import { errorResponse } from "../error-response";
import { checkMessageSizes } from "../check-message-sizes";
import { createHeldResponse } from "../hold/held-response";
import { HoldClient } from "../hold/hold-client";
import { createOpenLeg } from "../hold/leg-socket";
import { admitToSession } from "../middleware/guard-route";
import { createHoldOpening } from "../hold-opening";
import { parseJsonBody, readBody } from "../read-body";
import { resolveSeat, SEAT_HEADER } from "../request-seat";
import type { HoldOpening } from "../../core/leg";

/** Answers one dialect's chat requests: decode, hold, and write what the session says in the end. */
export function createChatHandler(codec: ProtocolCodec): AppHandler {
  return async function answerChat(context) {
    const started = await startHold(context, codec);
    if (!started.ok) return errorResponse(context, started.error);
    const { hold, responseContext } = started.value;
    const { response, finished } = await createHeldResponse({
      hold,
      codec,
      context: responseContext,
      stamp: { responseId: crypto.randomUUID().replaceAll("-", ""), createdAtMs: Date.now() },
      settings: settingsOf(context),
      signal: context.req.raw.signal,
    });
    context.set(
      "finished",
      Promise.all([finished, hold.ended]).then(([outcome, end]) => ({
        outcome,
        turn: end.type === "resolve" ? (end.turnId ?? null) : null,
      })),
    );
    return response;
  };
}

interface StartedHold {
  readonly hold: HoldClient;
  readonly responseContext: ResponseContext;
}

/** Its locals hold the request's body, so it returns before the wait begins: a waiting Worker keeps none. */
async function startHold(
  context: AppContext,
  codec: ProtocolCodec,
): Promise<Result<StartedHold, ApiError>> {
  const seat = resolveSeat({
    credential: context.get("principal").seat,
    path: context.get("pathSeat"),
    header: context.req.header(SEAT_HEADER) ?? null,
  });
  if (!seat.ok) return seat;
  const body = await readBody(context.req.raw, settingsOf(context).bodyBytesMax);
  if (!body.ok) return body;
  const json = parseJsonBody(body.value);
  if (!json.ok) return json;
  const decoded = codec.decodeRequest(json.value, {});
  if (!decoded.ok) return decoded;
  const oversize = checkMessageSizes(body.value.byteLength, decoded.value.request.messages);
  if (oversize !== null) return fail(oversize);
  const name = parseSessionName(decoded.value.model);
  if (!name.ok) return fail(sessionNameError(name.error));
  const refusal = await admitToSession(context, name.value);
  if (refusal !== null) return fail(refusal);
  const opening = createHoldOpening({
    headers: context.req.raw.headers,
    credentials: readCredentials(context.req.raw.headers, new URL(context.req.url)),
    body: body.value,
    request: decoded.value.request,
    isStream: decoded.value.context.isStream,
    dialect: codec.id,
    seat: seat.value,
  });
  const responseContext = decoded.value.context;
  addLogFields(context, {
    session: name.value,
    hold: opening.holdId,
    stream: responseContext.isStream,
  });
  return succeed({ hold: createHold(context, name.value, opening), responseContext });
}

function createHold(context: AppContext, sessionName: string, opening: HoldOpening): HoldClient {
  const { holdId } = opening;
  const log = context.get("log");
  const sessions = context.env.SESSION;
  const inviteId = context.get("principal").invite?.inviteId ?? null;
  return new HoldClient({
    opening,
    openLeg: createOpenLeg(() => sessions.getByName(sessionName), inviteId),
    random: Math.random,
    onLegLost: (cause) => log("warn", "leg-lost", { session: sessionName, hold: holdId, cause }),
  });
}

function sessionNameError(problem: SessionNameProblem): ApiError {
  const message = `The model is the name of a session, and ${sessionNameFault(problem)}.`;
  return invalidRequest("invalid_model", message, "model");
}

function sessionNameFault(problem: SessionNameProblem): string {
  switch (problem) {
    case "missing":
      return "is missing";
    case "empty":
      return "must not be empty";
    case "too-long":
      return `must have at most ${LIMITS.sessionNameCharsMax} characters`;
    case "control-character":
      return "must have no control characters";
    default:
      return assertNever(problem);
  }
}
