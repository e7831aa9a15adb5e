import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { bytesOfJson } from "../../core/json-bytes";
import { invalidRequest } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import type { ReplyEvent } from "../../core/turn";
import { quotable } from "../shared/wire-issue";
import type { CallForms } from "./call-forms";
import { outputOf } from "./encode-response";
import type { OutputItem } from "./output-items";
import { readItemPlace } from "./response-id";

/** The body with the items of earlier replies in place of their ids, as if the client had sent them itself. */
export function replaceReferences(
  body: JsonObject,
  repliesById: ReadonlyMap<string, readonly ReplyEvent[]>,
  bytesMax: number,
): Result<JsonObject, ApiError> | null {
  const { input } = body;
  if (!Array.isArray(input)) return succeed(body);
  const items = new NamedItems(repliesById);
  const replaced: JsonValue[] = [];
  let bytes = 0;
  for (const [index, item] of (input as readonly JsonValue[]).entries()) {
    const id = referencedId(item);
    if (id === null) {
      replaced.push(item);
      continue;
    }
    const named = items.find(id);
    if (named === null) return fail(itemNotFound(id, `input[${index}].id`));
    bytes += named.bytes;
    if (bytes > bytesMax) return null;
    replaced.push(named.item);
  }
  return succeed({ ...body, input: replaced });
}

function referencedId(item: JsonValue): string | null {
  if (!isJsonObject(item) || typeof item["id"] !== "string") return null;
  const type = item["type"] ?? (item["role"] === undefined ? "item_reference" : "message");
  return type === "item_reference" ? item["id"] : null;
}

interface NamedItem {
  readonly item: OutputItem;
  readonly bytes: number;
}

/** Each reply is laid out once, and each item measured once, however often they are named. */
class NamedItems {
  readonly #repliesById: ReadonlyMap<string, readonly ReplyEvent[]>;
  readonly #outputs = new Map<string, readonly OutputItem[]>();
  readonly #found = new Map<string, NamedItem>();

  constructor(repliesById: ReadonlyMap<string, readonly ReplyEvent[]>) {
    this.#repliesById = repliesById;
  }

  /** A call is found whatever form it had: its own context is not at hand, and its id and its place say enough. */
  find(id: string): NamedItem | null {
    const known = this.#found.get(id);
    if (known !== undefined) return known;
    const place = readItemPlace(id);
    const item = place === null ? undefined : this.#outputOf(place.responseId)[place.outputIndex];
    const isMessage = id.startsWith("msg_");
    if (item === undefined || (item.type === "message") !== isMessage) return null;
    const named = { item, bytes: bytesOfJson(item) };
    this.#found.set(id, named);
    return named;
  }

  #outputOf(responseId: string): readonly OutputItem[] {
    const known = this.#outputs.get(responseId);
    if (known !== undefined) return known;
    const events = this.#repliesById.get(responseId);
    const output = events === undefined ? [] : outputOf(events, responseId, NO_FORMS).output;
    this.#outputs.set(responseId, output);
    return output;
  }
}

const NO_FORMS: CallForms = new Map();

function itemNotFound(id: string, param: string): ApiError {
  const message = `Item with id '${quotable(id)}' not found, at '${param}'. Items can be named in the session of their response, unless that was deleted or not stored ('store': false).`;
  return invalidRequest("item_not_found", message, param);
}
