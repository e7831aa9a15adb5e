import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { invalidRequest } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import type { ReplyEvent } from "../../core/turn";
import { quotable } from "../shared/wire-issue";
import type { CallForms } from "./call-forms";
import { outputOf } from "./encode-response";
import { readItemPlace } from "./response-id";

/** The body with the items of earlier replies in place of their ids, as if the client had sent them itself. */
export function replaceReferences(
  body: JsonObject,
  repliesById: ReadonlyMap<string, readonly ReplyEvent[]>,
): Result<JsonObject, ApiError> {
  const { input } = body;
  if (!Array.isArray(input)) return succeed(body);
  const replaced: JsonValue[] = [];
  for (const [index, item] of (input as readonly JsonValue[]).entries()) {
    const id = referencedId(item);
    const found = id === null ? item : findItem(id, repliesById);
    if (found === null) return fail(itemNotFound(id ?? "", `input[${index}].id`));
    replaced.push(found);
  }
  return succeed({ ...body, input: replaced });
}

function referencedId(item: JsonValue): string | null {
  if (!isJsonObject(item) || typeof item["id"] !== "string") return null;
  const type = item["type"] ?? (item["role"] === undefined ? "item_reference" : "message");
  return type === "item_reference" ? item["id"] : null;
}

/** A call is found whatever form it had: its own context is not at hand, and its id and its place say enough. */
function findItem(
  id: string,
  repliesById: ReadonlyMap<string, readonly ReplyEvent[]>,
): JsonValue | null {
  const place = readItemPlace(id);
  const events = place === null ? undefined : repliesById.get(place.responseId);
  if (place === null || events === undefined) return null;
  const item = outputOf(events, place.responseId, NO_FORMS).output[place.outputIndex];
  const isMessage = id.startsWith("msg_");
  return item === undefined || (item.type === "message") !== isMessage ? null : item;
}

const NO_FORMS: CallForms = new Map();

function itemNotFound(id: string, param: string): ApiError {
  const message = `Item with id '${quotable(id)}' not found, at '${param}'. Items can be named in the session of their response, unless that was deleted or not stored ('store': false).`;
  return invalidRequest("item_not_found", message, param);
}
