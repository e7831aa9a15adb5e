import { z } from "zod";
import { apiErrorOfTurnError, invalidRequest, type ApiError } from "../../core/api-error";
import { assertNever } from "../../core/assert";
import { fail, succeed, type Result } from "../../core/result";
import { usageOfReply } from "../../core/usage";
import type { ResponseContext, ResponseStamp } from "../../protocols/codec";
import {
  encodeCutResponse,
  encodeFailedResponse,
  encodeInputItems,
  encodeUnanswered,
  openAiResponses,
  readResponseId,
} from "../../protocols/openai-responses";
import { unsupportedParameter } from "../../protocols/shared/wire-issue";
import type { FetchedResponse } from "../../session/response-api";
import { addLogFields, type AppContext } from "../app-types";
import type { SessionStub } from "../environment";
import { errorResponse, notFound } from "../error-response";
import { holdIdOfResponse, isOpenTo } from "../kept-responses";
import { checkScope } from "../middleware/guard-route";
import { parseWith } from "../read-json";

/** The kept responses of OpenAI Responses. @see https://platform.openai.com/docs/api-reference/responses/get (2026-11) */

/** A kept response that the credential opens. */
interface FoundResponse {
  readonly id: string;
  readonly responseId: string;
  readonly holdId: string;
  readonly session: SessionStub;
  readonly fetched: FetchedResponse;
}

export async function getResponse(context: AppContext): Promise<Response> {
  const found = await findResponse(context);
  if (!found.ok) return errorResponse(context, found.error);
  if (context.req.query("stream") === "true") {
    const reason = "A response is streamed once, while it is made; fetch it without 'stream'.";
    return errorResponse(context, unsupportedParameter("stream", reason));
  }
  return jsonResponse(encodeFetched(found.value));
}

export async function deleteResponse(context: AppContext): Promise<Response> {
  const found = await findResponse(context);
  if (!found.ok) return errorResponse(context, found.error);
  const { id, holdId, session } = found.value;
  await session.deleteResponse(holdId);
  return context.json({ id, object: "response", deleted: true });
}

/** Only what was started in the background can be cancelled, and nothing is; to stop a request, its client leaves. */
export async function cancelResponse(context: AppContext): Promise<Response> {
  const found = await findResponse(context);
  if (!found.ok) return errorResponse(context, found.error);
  const message = "Cannot cancel a synchronous response. Close its connection instead.";
  return errorResponse(context, invalidRequest("response_not_cancellable", message));
}

const ITEMS_MAX = 100;
const ITEMS_DEFAULT = 20;

const itemsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(ITEMS_MAX).default(ITEMS_DEFAULT),
  order: z.enum(["asc", "desc"]).default("desc"),
  after: z.string().optional(),
});

export async function listInputItems(context: AppContext): Promise<Response> {
  const found = await findResponse(context);
  if (!found.ok) return errorResponse(context, found.error);
  const query = parseWith(itemsQuery, context.req.query());
  if (!query.ok) return errorResponse(context, query.error);
  const { limit, order, after } = query.value;
  const { id, holdId, responseId, session } = found.value;
  const input = await session.readResponseInput(holdId);
  if (input === null) return errorResponse(context, responseNotFound(id));
  const inOrder = encodeInputItems(input.messages, responseId);
  const items = order === "asc" ? inOrder : inOrder.toReversed();
  const start = after === undefined ? 0 : items.findIndex((item) => item["id"] === after) + 1;
  if (after !== undefined && start === 0) {
    const message = `Invalid value for 'after': this response has no such input item.`;
    return errorResponse(context, invalidRequest("invalid_value", message, "after"));
  }
  const data = items.slice(start, start + limit);
  return context.json({
    object: "list",
    data,
    first_id: data[0]?.["id"] ?? null,
    last_id: data.at(-1)?.["id"] ?? null,
    has_more: items.length > start + limit,
  });
}

/** To a guest, the responses of other sessions are refused, whether there are any or not. */
async function findResponse(context: AppContext): Promise<Result<FoundResponse, ApiError>> {
  const id = context.req.param("id") ?? "";
  const parsed = readResponseId(id);
  if (parsed === null) return fail(responseNotFound(id));
  const { sessionName, responseId } = parsed;
  const refusal = checkScope(context, sessionName);
  if (refusal !== null) return fail(refusal);
  addLogFields(context, { session: sessionName });
  const session = context.env.SESSION.getByName(sessionName);
  const holdId = holdIdOfResponse(responseId);
  const fetched = await session.fetchResponse(holdId);
  if (fetched === null) return fail(responseNotFound(id));
  // Of a request that has failed the Session forgets the seat in time, and a guest's has always named its own.
  const seat = fetched.seat ?? storedContext.parse(fetched.context).seat ?? null;
  if (!isOpenTo(context.get("principal").seat, seat)) return fail(responseNotFound(id));
  return succeed({ id, responseId, holdId, session, fetched });
}

const storedContext = z.object({
  model: z.string(),
  isStream: z.boolean(),
  inputTokens: z.number(),
  previousResponseId: z.string().exactOptional(),
  seat: z.enum(["caller", "responder"]).nullish(),
});

/** As its client got it, or as far as it has come. */
function encodeFetched({ responseId, fetched }: FoundResponse): string {
  const { outcome, options, createdAtMs } = fetched;
  const { seat: _, ...own } = storedContext.parse(fetched.context);
  const context: ResponseContext = { ...own, options };
  const stamp: ResponseStamp = { responseId, createdAtMs };
  switch (outcome.kind) {
    case "reply": {
      const usage = usageOfReply(context.inputTokens, outcome.events);
      return openAiResponses.encodeResponse(outcome.events, usage, context, stamp);
    }
    case "cut":
      return encodeCutResponse(outcome.events, context, stamp);
    case "error":
      return encodeFailedResponse(apiErrorOfTurnError(outcome.error), context, stamp);
    case "awaited":
      return encodeUnanswered("in_progress", context, stamp);
    case "over":
      return encodeUnanswered("cancelled", context, stamp);
    default:
      return assertNever(outcome);
  }
}

function jsonResponse(text: string): Response {
  return new Response(text, { headers: { "content-type": "application/json" } });
}

/** Long enough for an id with a session's name of ordinary length. */
const ID_CHARS_SHOWN = 200;

function responseNotFound(id: string): ApiError {
  const message = `Response with id '${id.slice(0, ID_CHARS_SHOWN)}' not found.`;
  return notFound("response_not_found", message);
}
