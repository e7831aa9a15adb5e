import { readCredentials } from "../../auth/read-credentials";
import { apiErrorOfTurnError, type ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import { parseSessionName } from "../../core/session-name";
import type {
  DecodedRequest,
  DecodeHints,
  ProtocolCodec,
  ResponseContext,
  ResponseStamp,
} from "../../protocols/codec";
import { addLogFields, settingsOf, type AppContext } from "../app-types";
import { errorResponse } from "../error-response";
import { checkMessageSizes } from "../check-message-sizes";
import { createHeldResponse } from "../hold/held-response";
import { HoldClient } from "../hold/hold-client";
import { createOpenLeg } from "../hold/leg-socket";
import { admitToSession, findRevocation } from "../middleware/guard-route";
import { createHoldOpening } from "../hold-opening";
import { keptResponseOf, resolveKept, responseIdOfHold } from "../kept-responses";
import { rawRequestOf } from "../raw-exchange";
import { sessionNameError } from "../session-name-error";
import { parseJsonBody, readBody } from "../read-body";
import { resolveSeat, SEAT_HEADER } from "../request-seat";
import type { HoldOpening } from "../../core/leg";

/** Answers a chat request of one dialect: decode, hold, and write what the session says in the end. */
export async function answerChat(
  context: AppContext,
  codec: ProtocolCodec,
  hints: DecodeHints,
): Promise<Response> {
  const started = await startHold(context, codec, hints);
  if (!started.ok) return errorResponse(context, started.error);
  const { hold, responseContext, stamp } = started.value;
  if (hold === null) {
    const text = codec.encodeResponse([], NO_USAGE, responseContext, stamp);
    return new Response(text, { headers: { "content-type": "application/json" } });
  }
  const { response, finished } = await createHeldResponse({
    hold,
    codec,
    context: responseContext,
    stamp,
    requestId: context.get("requestId"),
    settings: settingsOf(context),
    signal: context.req.raw.signal,
  });
  context.set(
    "finished",
    Promise.all([finished, hold.ended]).then(([outcome, end]) => ({
      outcome,
      turn: end.type === "resolve" ? (end.turnId ?? null) : null,
      ...(end.type === "error" ? { code: apiErrorOfTurnError(end.error).code } : {}),
    })),
  );
  return response;
}

/** Answers how many tokens a request would have. It is no turn: no session hears of it. */
export async function answerTokenCount(
  context: AppContext,
  codec: ProtocolCodec,
  hints: DecodeHints,
): Promise<Response> {
  const revocation = await findRevocation(context);
  if (revocation !== null) return errorResponse(context, revocation);
  const read = await readChatRequest(context, codec, hints);
  if (!read.ok) return errorResponse(context, read.error);
  const text = codec.encodeTokenCount?.(read.value.decoded.context.inputTokens, hints);
  if (text === undefined) throw new Error(`The dialect ${codec.id} has no count of tokens.`);
  return new Response(text, { headers: { "content-type": "application/json" } });
}

const NO_USAGE = { inputTokens: 0, outputTokens: 0 };

interface StartedHold {
  /** Null where no turn is wanted. */
  readonly hold: HoldClient | null;
  readonly responseContext: ResponseContext;
  readonly stamp: ResponseStamp;
}

interface ChatRequest {
  readonly sessionName: string;
  readonly body: Uint8Array;
  /** The body as it was parsed. */
  readonly sent: JsonObject;
  readonly decoded: DecodedRequest;
}

/** A request that is well formed, of a bearable size, and for a session that its credential opens. */
async function readChatRequest(
  context: AppContext,
  codec: ProtocolCodec,
  hints: DecodeHints,
): Promise<Result<ChatRequest, ApiError>> {
  const body = await readBody(context.req.raw, settingsOf(context).bodyBytesMax);
  if (!body.ok) return body;
  const json = parseJsonBody(body.value);
  if (!json.ok) return json;
  const decoded = codec.decodeRequest(json.value, hints);
  if (!decoded.ok) return decoded;
  const oversize = checkMessageSizes(
    body.value.byteLength,
    decoded.value.request.messages,
    codec.conversationField,
  );
  if (oversize !== null) return fail(oversize);
  const name = parseSessionName(decoded.value.model);
  if (!name.ok) return fail(sessionNameError(name.error));
  const refusal = await admitToSession(context, name.value);
  if (refusal !== null) return fail(refusal);
  const resolved = await resolveKept({
    codec,
    body: json.value,
    hints,
    decoded: decoded.value,
    sessionName: name.value,
    session: context.env.SESSION.getByName(name.value),
    seat: context.get("principal").seat,
    bytesMax: settingsOf(context).bodyBytesMax,
  });
  if (!resolved.ok) return resolved;
  return succeed({
    sessionName: name.value,
    body: body.value,
    sent: json.value,
    decoded: resolved.value,
  });
}

/** Its locals hold the request's body, so it returns before the wait begins: a waiting Worker keeps none. */
async function startHold(
  context: AppContext,
  codec: ProtocolCodec,
  hints: DecodeHints,
): Promise<Result<StartedHold, ApiError>> {
  const seat = resolveSeat({
    credential: context.get("principal").seat,
    path: context.get("pathSeat"),
    header: context.req.header(SEAT_HEADER) ?? null,
  });
  if (!seat.ok) return seat;
  const read = await readChatRequest(context, codec, hints);
  if (!read.ok) return read;
  const { sessionName, body, sent, decoded } = read.value;
  const createdAtMs = Date.now();
  if (decoded.wantsNoTurn === true) {
    const revocation = await findRevocation(context);
    if (revocation !== null) return fail(revocation);
    const stamp = { responseId: responseIdOfHold(crypto.randomUUID()), createdAtMs };
    return succeed({ hold: null, responseContext: decoded.context, stamp });
  }
  const opening = createHoldOpening({
    headers: context.req.raw.headers,
    credentials: readCredentials(context.req.raw.headers, new URL(context.req.url)),
    body,
    request: decoded.request,
    threadId: decoded.threadId,
    isStream: decoded.context.isStream,
    rawRequest: rawRequestOf(sent, codec.conversationField),
    dialect: codec.id,
    seat: seat.value,
    isContextHidden: context.get("principal").invite?.sees.context === false,
    keptResponse: keptResponseOf(decoded, createdAtMs, seat.value),
  });
  const responseContext = decoded.context;
  addLogFields(context, {
    session: sessionName,
    hold: opening.holdId,
    stream: responseContext.isStream,
  });
  return succeed({
    hold: createHold(context, sessionName, opening),
    responseContext,
    stamp: { responseId: responseIdOfHold(opening.holdId), createdAtMs },
  });
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
