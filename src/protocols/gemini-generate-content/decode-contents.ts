import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonValue } from "../../core/json";
import { LIMITS } from "../../core/limits";
import type { Message, Part, TextPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { CallIds } from "../shared/call-ids";
import { readOptionalString } from "../shared/read-field";
import {
  emptyArray,
  invalidChoice,
  invalidType,
  missingParameter,
  tooManyItems,
} from "../shared/wire-issue";
import { asList, camelKeys } from "./camel-keys";
import { decodePart } from "./decode-part";

/** Of the ids of calls that came without one. */
const CALL_ID_PREFIX = "unnamed";

const ROLES = ["user", "model", "function", "tool"] as const;

interface Draft {
  readonly role: Message["role"];
  readonly parts: Part[];
}

/** One pass that validates and translates: a program sends its whole history with every request. */
export function decodeContents(value: JsonValue | undefined): Result<readonly Message[], ApiError> {
  const contents = asList(value);
  if (contents === undefined || contents === null) return fail(missingParameter("contents"));
  if (!Array.isArray(contents))
    return fail(invalidType("contents", "an array of objects", contents));
  if (contents.length === 0) return fail(emptyArray("contents"));
  const { messagesPerRequestMax } = LIMITS;
  if (contents.length > messagesPerRequestMax)
    return fail(tooManyItems("contents", messagesPerRequestMax, contents.length));
  const callIds = new CallIds(CALL_ID_PREFIX);
  const drafts: Draft[] = [];
  for (const [index, content] of contents.entries()) {
    const problem = addContent(drafts, content as JsonValue, `contents[${index}]`, callIds);
    if (problem !== null) return fail(problem);
    if (drafts.length > messagesPerRequestMax)
      return fail(tooManyItems("contents", messagesPerRequestMax, drafts.length));
  }
  return succeed(drafts);
}

/** A text without brackets around it is no content on Google's wire, but what its SDKs take for one. */
export function decodeSystemInstruction(
  value: JsonValue | undefined,
): Result<readonly Message[], ApiError> {
  const path = "systemInstruction";
  if (value === undefined || value === null) return succeed([]);
  if (typeof value === "string")
    return succeed([{ role: "system", parts: [{ type: "text", text: value }] }]);
  if (!isJsonObject(value)) return fail(invalidType(path, "an object", value));
  const parts = decodeParts(
    camelKeys(value)["parts"],
    `${path}.parts`,
    new CallIds(CALL_ID_PREFIX),
  );
  if (!parts.ok) return parts;
  return succeed(parts.value.length === 0 ? [] : [{ role: "system", parts: parts.value }]);
}

function addContent(
  drafts: Draft[],
  item: JsonValue,
  path: string,
  callIds: CallIds,
): ApiError | null {
  if (!isJsonObject(item)) return invalidType(path, "an object", item);
  const content = camelKeys(item);
  const wireRole = readOptionalString(content, "role", path);
  if (!wireRole.ok) return wireRole.error;
  const role = wireRole.value === undefined ? "user" : roleOf(wireRole.value);
  if (role === undefined) return invalidChoice(`${path}.role`, ROLES, wireRole.value ?? "");
  const isModel = role === "model";
  const last = drafts.at(-1);
  const continued = isModel && last?.role === "assistant" ? last : null;
  if (isModel && continued === null) callIds.startRound();
  const parts = decodeParts(content["parts"], `${path}.parts`, callIds);
  if (!parts.ok) return parts.error;
  if (isModel) addModelParts(continued ?? newDraft(drafts, "assistant"), parts.value);
  else if (parts.value.length === 0) return emptyArray(`${path}.parts`);
  else addUserParts(drafts, parts.value);
  return null;
}

/**
 * The vendor's SDK keeps each chunk of a streamed reply as a content of its own, so that one reply comes back as many: joined, they
 * are again the text that was sent.
 */
function addModelParts({ parts }: Draft, added: readonly Part[]): void {
  for (const part of added) {
    const last = parts.at(-1);
    if (part.type !== "text") parts.push(part);
    else if (last?.type === "text") parts[parts.length - 1] = joinTexts(last, part);
    else if (part.text !== "") parts.push(part);
  }
}

function joinTexts(first: TextPart, second: TextPart): TextPart {
  return { type: "text", text: first.text + second.text };
}

/** Each result is a message of its own, and what stands between results is the user's. */
function addUserParts(drafts: Draft[], added: readonly Part[]): void {
  let user: Draft | null = null;
  for (const part of added) {
    if (part.type === "tool-result") {
      newDraft(drafts, "tool").parts.push(part);
      user = null;
    } else {
      user ??= newDraft(drafts, "user");
      user.parts.push(part);
    }
  }
}

function newDraft(drafts: Draft[], role: Draft["role"]): Draft {
  const draft: Draft = { role, parts: [] };
  drafts.push(draft);
  return draft;
}

function roleOf(wireRole: string): (typeof ROLES)[number] | undefined {
  return ROLES.find((name) => name === wireRole.toLowerCase());
}

function decodeParts(
  value: JsonValue | undefined,
  path: string,
  callIds: CallIds,
): Result<readonly Part[], ApiError> {
  if (value === undefined) return succeed([]);
  const list = asList(value);
  if (!Array.isArray(list)) return fail(invalidType(path, "an array of objects", value));
  const parts: Part[] = [];
  for (const [index, item] of list.entries()) {
    const part = decodePart(item as JsonValue, `${path}[${index}]`, callIds);
    if (!part.ok) return part;
    if (part.value !== null) parts.push(part.value);
  }
  return succeed(parts);
}
