import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type {
  AudioPart,
  FilePart,
  ImagePart,
  MediaSource,
  Part,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import type { CallIds } from "../shared/call-ids";
import { readObject, readOptionalString, readString } from "../shared/read-field";
import { invalidType, invalidValue } from "../shared/wire-issue";
import { asList, camelKeys } from "./camel-keys";

type MediaPart = ImagePart | AudioPart | FilePart;

/** A part has exactly one of these; its other fields only say more about it. */
const DATA_FIELDS = [
  "text",
  "inlineData",
  "fileData",
  "functionCall",
  "functionResponse",
  "executableCode",
  "codeExecutionResult",
  "toolCall",
  "toolResponse",
] as const;

/** A part, or null for one that says nothing, such as a signature alone. */
export function decodePart(
  item: JsonValue,
  path: string,
  callIds: CallIds,
): Result<Part | null, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const part = camelKeys(item);
  const given = DATA_FIELDS.filter((name) => part[name] !== undefined);
  const [field, second] = given;
  if (second !== undefined)
    return fail(invalidValue(path, `a part has one content, and this has ${quoted(given)}.`));
  switch (field) {
    case "text":
      return decodeText(part, path);
    case "inlineData":
      return decodeInlineData(part, path);
    case "fileData":
      return decodeFileData(part, path);
    case "functionCall":
      return decodeCall(part, field, "name", path, callIds);
    case "functionResponse":
      return decodeResult(part, field, "name", path, callIds);
    case "executableCode":
      return decodeCode(part, path);
    case "codeExecutionResult":
      return decodeCodeResult(part, path);
    // Calls that Google's own servers carried out, in a history from there.
    case "toolCall":
      return decodeCall(part, field, "toolType", path, callIds);
    case "toolResponse":
      return decodeResult(part, field, "toolType", path, callIds);
    case undefined:
    default:
      if (part["thoughtSignature"] !== undefined || part["thought"] !== undefined)
        return succeed(null);
      return fail(invalidValue(path, `a part needs one of ${quoted(DATA_FIELDS)}.`));
  }
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}

function decodeText(part: JsonObject, path: string): Result<Part, ApiError> {
  const text = readString(part, "text", path);
  if (!text.ok) return text;
  return succeed({ type: part["thought"] === true ? "thinking" : "text", text: text.value });
}

function decodeInlineData(part: JsonObject, path: string): Result<MediaPart, ApiError> {
  const blob = readCamelObject(part, "inlineData", path);
  if (!blob.ok) return blob;
  const blobPath = `${path}.inlineData`;
  const mediaType = readString(blob.value, "mimeType", blobPath);
  if (!mediaType.ok) return mediaType;
  const base64 = readString(blob.value, "data", blobPath);
  if (!base64.ok) return base64;
  const source = { kind: "data", mediaType: mediaType.value, base64: base64.value } as const;
  return mediaPart(part, blob.value, blobPath, mediaType.value, source);
}

function decodeFileData(part: JsonObject, path: string): Result<MediaPart, ApiError> {
  const file = readCamelObject(part, "fileData", path);
  if (!file.ok) return file;
  const filePath = `${path}.fileData`;
  const url = readString(file.value, "fileUri", filePath);
  if (!url.ok) return url;
  const mediaType = readOptionalString(file.value, "mimeType", filePath);
  if (!mediaType.ok) return mediaType;
  const source = { kind: "url", url: url.value } as const;
  return mediaPart(part, file.value, filePath, mediaType.value ?? "", source);
}

function mediaPart(
  part: JsonObject,
  data: JsonObject,
  path: string,
  mediaType: string,
  source: MediaSource,
): Result<MediaPart, ApiError> {
  const filename = readOptionalString(data, "displayName", path);
  if (!filename.ok) return filename;
  const [kind] = mediaType.toLowerCase().split("/");
  if (kind === "audio") return succeed({ type: "audio", source });
  if (kind === "image") {
    const resolution = part["mediaResolution"];
    const detail = isJsonObject(resolution) ? resolution["level"] : undefined;
    return succeed({ type: "image", source, ...(typeof detail === "string" ? { detail } : {}) });
  }
  const name = filename.value === undefined ? {} : { filename: filename.value };
  return succeed({ type: "file", source, ...name });
}

function decodeCall(
  part: JsonObject,
  field: string,
  nameKey: string,
  path: string,
  callIds: CallIds,
): Result<ToolCallPart, ApiError> {
  const call = readCamelObject(part, field, path);
  if (!call.ok) return call;
  const name = readString(call.value, nameKey, `${path}.${field}`);
  if (!name.ok) return name;
  const id = readOptionalString(call.value, "id", `${path}.${field}`);
  if (!id.ok) return id;
  const args =
    call.value["args"] === undefined
      ? succeed({})
      : readObject(call.value, "args", `${path}.${field}`);
  if (!args.ok) return args;
  return succeed({
    type: "tool-call",
    toolCallId: callIds.ofCall(name.value, id.value),
    toolName: name.value,
    input: JSON.stringify(args.value),
  });
}

function decodeResult(
  part: JsonObject,
  field: string,
  nameKey: string,
  path: string,
  callIds: CallIds,
): Result<ToolResultPart, ApiError> {
  const result = readCamelObject(part, field, path);
  if (!result.ok) return result;
  const resultPath = `${path}.${field}`;
  const name = readString(result.value, nameKey, resultPath);
  if (!name.ok) return name;
  const id = readOptionalString(result.value, "id", resultPath);
  if (!id.ok) return id;
  const response = result.value["response"];
  if (response !== undefined && !isJsonObject(response))
    return fail(invalidType(`${resultPath}.response`, "an object", response));
  const media = decodeResultParts(result.value["parts"], `${resultPath}.parts`);
  if (!media.ok) return media;
  const text = response === undefined ? [] : [textOfResponse(response)];
  return succeed({
    type: "tool-result",
    toolCallId: callIds.ofResult(name.value, id.value).toolCallId,
    content: [...text, ...media.value],
    toolName: name.value,
    ...(response !== undefined && hasFailed(response) ? { isError: true } : {}),
  });
}

/** Where all went well, programs that fill every field have null, false, 0 or an empty text in this one. */
function hasFailed(response: JsonObject): boolean {
  const { error } = response;
  return error === "" ? Object.keys(response).length === 1 : Boolean(error);
}

/** Google names two keys of a response, `output` and `error`; with any other key the whole of it is the result. */
function textOfResponse(response: JsonObject): TextPart {
  const [key, ...others] = Object.keys(response);
  const isNamed = others.length === 0 && (key === "output" || key === "error");
  const value = isNamed ? response[key] : response;
  return { type: "text", text: typeof value === "string" ? value : JSON.stringify(value) };
}

function decodeResultParts(
  value: JsonValue | undefined,
  path: string,
): Result<readonly MediaPart[], ApiError> {
  if (value === undefined) return succeed([]);
  const list = asList(value);
  if (!Array.isArray(list)) return fail(invalidType(path, "an array of objects", value));
  const parts: MediaPart[] = [];
  for (const [index, item] of list.entries()) {
    const itemPath = `${path}[${index}]`;
    if (!isJsonObject(item)) return fail(invalidType(itemPath, "an object", item));
    const fields = camelKeys(item);
    const part =
      fields["fileData"] === undefined
        ? decodeInlineData(fields, itemPath)
        : decodeFileData(fields, itemPath);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return succeed(parts);
}

/** Code that Google ran is what the model said, as far as anybody here is concerned. */
function decodeCode(part: JsonObject, path: string): Result<TextPart, ApiError> {
  const code = readCamelObject(part, "executableCode", path);
  if (!code.ok) return code;
  const text = readString(code.value, "code", `${path}.executableCode`);
  return text.ok ? succeed({ type: "text", text: fenced(text.value) }) : text;
}

function decodeCodeResult(part: JsonObject, path: string): Result<TextPart, ApiError> {
  const result = readCamelObject(part, "codeExecutionResult", path);
  if (!result.ok) return result;
  const text = readOptionalString(result.value, "output", `${path}.codeExecutionResult`);
  return text.ok ? succeed({ type: "text", text: fenced(text.value ?? "") }) : text;
}

function fenced(text: string): string {
  return `\n\`\`\`\n${text}\n\`\`\`\n`;
}

function readCamelObject(
  from: JsonObject,
  key: string,
  path: string,
): Result<JsonObject, ApiError> {
  const object = readObject(from, key, path);
  return object.ok ? succeed(camelKeys(object.value)) : object;
}
