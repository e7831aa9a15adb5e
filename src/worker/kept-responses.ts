import { invalidRequest, type ApiError } from "../core/api-error";
import type { JsonObject } from "../core/json";
import { bytesOfJson } from "../core/json-bytes";
import type { KeptResponse } from "../core/leg";
import { LIMITS } from "../core/limits";
import { fail, succeed, type Result } from "../core/result";
import type { ReplyEvent, Seat } from "../core/turn";
import { estimateInputTokens } from "../core/usage";
import type {
  DecodedRequest,
  DecodeHints,
  ProtocolCodec,
  ResponseKeeper,
} from "../protocols/codec";
import { quotable } from "../protocols/shared/wire-issue";
import type { SessionStub } from "./environment";

/** A response has the id of its hold, so that one id leads to both. */
export function responseIdOfHold(holdId: string): string {
  return holdId.replaceAll("-", "");
}

export function holdIdOfResponse(responseId: string): string {
  return responseId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What the Session keeps of a response, where its client may ask for it later; with the seat that its request named, if any. */
export function keptResponseOf(
  { keeping, context }: DecodedRequest,
  createdAtMs: number,
  seat: Seat | null,
): KeptResponse | undefined {
  if (keeping?.isKept !== true) return undefined;
  const { options, ...own } = context;
  const { instructionCount } = keeping;
  return { createdAtMs, instructionCount, context: { ...own, seat }, options };
}

export interface KeptSource {
  readonly codec: ProtocolCodec;
  readonly body: JsonObject;
  readonly hints: DecodeHints;
  readonly decoded: DecodedRequest;
  readonly sessionName: string;
  readonly session: SessionStub;
  /** The only seat whose responses the credential may speak of; null: both. */
  readonly seat: Seat | null;
  /** For the request's messages, with what is put into it. */
  readonly bytesMax: number;
}

/**
 * Puts what a request only names into it, as if the client had sent it: items of earlier replies, and the conversation that it
 * continues. From there on, it is a request with a history like any other.
 */
export async function resolveKept(source: KeptSource): Promise<Result<DecodedRequest, ApiError>> {
  const { decoded, codec } = source;
  if (codec.keeping === undefined || decoded.keeping === undefined) return succeed(decoded);
  const complete =
    decoded.keeping.referencedItemIds.length === 0
      ? succeed(decoded)
      : await withItems(source, codec.keeping, decoded.keeping.referencedItemIds);
  if (!complete.ok) return complete;
  const previousId = decoded.context.previousResponseId;
  return previousId === undefined
    ? complete
    : withHistory(source, codec.keeping, complete.value, previousId);
}

async function withItems(
  { codec, body, hints, session, seat, bytesMax }: KeptSource,
  keeper: ResponseKeeper,
  itemIds: readonly string[],
): Promise<Result<DecodedRequest, ApiError>> {
  const responseIds = new Set(itemIds.flatMap((id) => keeper.readItemId(id) ?? []));
  const found = await session.readKeptReplies([...responseIds].map(holdIdOfResponse), bytesMax);
  if (found.kind === "too-long") return fail(tooLong("input", bytesMax));
  const repliesById = new Map<string, readonly ReplyEvent[]>();
  for (const reply of found.replies) {
    if (isOpenTo(seat, reply.seat)) repliesById.set(responseIdOfHold(reply.holdId), reply.events);
  }
  const replaced = keeper.replaceReferences(body, repliesById, bytesMax);
  if (replaced === null) return fail(tooLong("input", bytesMax));
  if (!replaced.ok) return replaced;
  const decoded = codec.decodeRequest(replaced.value, hints);
  if (decoded.ok && bytesOfJson(decoded.value.request.messages) > bytesMax)
    return fail(tooLong("input", bytesMax));
  return decoded;
}

async function withHistory(
  { session, sessionName, seat, bytesMax }: KeptSource,
  keeper: ResponseKeeper,
  decoded: DecodedRequest,
  previousId: string,
): Promise<Result<DecodedRequest, ApiError>> {
  const id = keeper.readId(previousId);
  // The response of another session is none of this one.
  if (id === null || id.sessionName !== sessionName) return fail(notFound(previousId));
  const own = decoded.request.messages;
  // A request with its history travels as one message, as one does that was sent whole.
  const bytesLeft = bytesMax - bytesOfJson(own);
  const history = await session.readResponseHistory(holdIdOfResponse(id.responseId), bytesLeft);
  switch (history.kind) {
    case "unknown":
      return fail(notFound(previousId));
    case "unanswered":
      return fail(unanswered(previousId));
    case "too-long":
      return fail(tooLong("previous_response_id", bytesMax));
    case "found":
  }
  if (!isOpenTo(seat, history.seat)) return fail(notFound(previousId));
  const instructionCount = decoded.keeping?.instructionCount ?? 0;
  const messages = [
    ...own.slice(0, instructionCount),
    ...history.messages,
    ...own.slice(instructionCount),
  ];
  if (messages.length > LIMITS.messagesPerRequestMax)
    return fail(tooLong("previous_response_id", bytesMax));
  const request = { ...decoded.request, messages };
  const context = { ...decoded.context, inputTokens: estimateInputTokens(request) };
  return succeed({ ...decoded, request, context });
}

/** A guest of one seat has no part in the conversation of the other, as each sees its own side. */
export function isOpenTo(guestSeat: Seat | null, responseSeat: Seat | null): boolean {
  return guestSeat === null || responseSeat === null || guestSeat === responseSeat;
}

const PREVIOUS = "previous_response_id";

/** In OpenAI's words: clients look for the code, and send their whole history instead. */
function notFound(id: string): ApiError {
  const message = `Previous response with id '${quotable(id)}' not found.`;
  return invalidRequest("previous_response_not_found", message, PREVIOUS);
}

function unanswered(id: string): ApiError {
  const message = `Previous response with id '${quotable(id)}' has no reply to go on from: it has failed, or is still awaited.`;
  return invalidRequest("previous_response_not_found", message, PREVIOUS);
}

function tooLong(param: string, bytesMax: number): ApiError {
  const message = `The conversation that '${param}' stands for is too long: with it, a request may have ${LIMITS.messagesPerRequestMax} messages and ${bytesMax} bytes (MOTIVE_PROXY_MAX_BODY_BYTES).`;
  return invalidRequest("context_length_exceeded", message, param);
}
