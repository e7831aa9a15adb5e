import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { AudioPart, FilePart, ImagePart, RefusalPart, TextPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { parseMediaUrl } from "../shared/media-source";
import { faultOf, readObject, readOptionalString, readString } from "../shared/read-field";
import { invalidChoice, invalidType, missingParameter } from "../shared/wire-issue";

export type ContentPart = TextPart | ImagePart | AudioPart | FilePart | RefusalPart;
type MediaContentPart = Exclude<ContentPart, RefusalPart>;

/** The part types of each kind of message. Clients write an assistant's text with either name. */
export const INPUT_TYPES = ["input_text", "input_image", "input_file", "input_audio"] as const;
export const ASSISTANT_TYPES = ["output_text", "refusal", "input_text"] as const;
/** Codex's tools and agents may say what only the vendor can read. */
export const RESULT_TYPES = [...INPUT_TYPES, "encrypted_content"] as const;
export const AGENT_TYPES = ["input_text", "encrypted_content"] as const;

type WirePartType = (typeof RESULT_TYPES)[number] | (typeof ASSISTANT_TYPES)[number];

/** A string or a list of parts. Texts are kept byte for byte. */
export function decodeContent(
  value: JsonValue | undefined,
  param: string,
  supported: readonly WirePartType[],
): Result<readonly ContentPart[], ApiError> {
  if (typeof value === "string") return succeed([{ type: "text", text: value }]);
  if (!Array.isArray(value))
    return fail(faultOf(value, param, "one of a string or array of objects"));
  const parts: ContentPart[] = [];
  for (const [index, item] of value.entries()) {
    const part = decodePart(item as JsonValue, `${param}[${index}]`, supported);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return succeed(parts);
}

export function isMediaContent(part: ContentPart): part is MediaContentPart {
  return part.type !== "refusal";
}

function decodePart(
  item: JsonValue,
  path: string,
  supported: readonly WirePartType[],
): Result<ContentPart, ApiError> {
  if (!isJsonObject(item)) return fail(invalidType(path, "an object", item));
  const type = readString(item, "type", path);
  if (!type.ok) return type;
  const known = supported.find((name) => name === type.value);
  switch (known) {
    case "input_text":
    case "output_text": {
      const text = readString(item, "text", path);
      return text.ok ? succeed({ type: "text", text: text.value }) : text;
    }
    case "refusal": {
      const text = readString(item, "refusal", path);
      return text.ok ? succeed({ type: "refusal", text: text.value }) : text;
    }
    case "input_image":
      return decodeImage(item, path);
    case "input_audio":
      return decodeAudio(item, path);
    case "input_file":
      return decodeFile(item, path);
    case "encrypted_content":
      return succeed({ type: "text", text: "[encrypted]" });
    case undefined:
      return fail(invalidChoice(`${path}.type`, supported, type.value));
  }
}

function decodeImage(item: JsonObject, path: string): Result<ImagePart, ApiError> {
  const url = readOptionalString(item, "image_url", path);
  if (!url.ok) return url;
  const fileId = readOptionalString(item, "file_id", path);
  if (!fileId.ok) return fileId;
  const detail = readOptionalString(item, "detail", path);
  if (!detail.ok) return detail;
  const hint = detail.value === undefined ? {} : { detail: detail.value };
  if (url.value !== undefined)
    return succeed({ type: "image", source: parseMediaUrl(url.value), ...hint });
  // The image is the vendor's, but its id is what the person can be shown.
  if (fileId.value !== undefined)
    return succeed({ type: "image", source: { kind: "file-id", fileId: fileId.value }, ...hint });
  return fail(missingParameter(`${path}.image_url`));
}

function decodeAudio(item: JsonObject, path: string): Result<AudioPart, ApiError> {
  const audio = readObject(item, "input_audio", path);
  if (!audio.ok) return audio;
  const data = readString(audio.value, "data", `${path}.input_audio`);
  if (!data.ok) return data;
  const format = readString(audio.value, "format", `${path}.input_audio`);
  if (!format.ok) return format;
  const mediaType = format.value === "mp3" ? "audio/mpeg" : `audio/${format.value}`;
  return succeed({
    type: "audio",
    source: { kind: "data", mediaType, base64: data.value },
    format: format.value,
  });
}

function decodeFile(item: JsonObject, path: string): Result<FilePart, ApiError> {
  const filename = readOptionalString(item, "filename", path);
  if (!filename.ok) return filename;
  const data = readOptionalString(item, "file_data", path);
  if (!data.ok) return data;
  const url = readOptionalString(item, "file_url", path);
  if (!url.ok) return url;
  const fileId = readOptionalString(item, "file_id", path);
  if (!fileId.ok) return fileId;
  const name = filename.value === undefined ? {} : { filename: filename.value };
  if (data.value !== undefined)
    return succeed({ type: "file", source: sourceOfData(data.value), ...name });
  if (url.value !== undefined)
    return succeed({ type: "file", source: parseMediaUrl(url.value), ...name });
  if (fileId.value !== undefined)
    return succeed({ type: "file", source: { kind: "file-id", fileId: fileId.value }, ...name });
  return fail(missingParameter(`${path}.file_data`));
}

/** `file_data` is a data URL by the vendor's examples; some clients send bare base64. */
function sourceOfData(data: string): FilePart["source"] {
  if (/^(?:data|https?):/i.test(data)) return parseMediaUrl(data);
  return { kind: "data", mediaType: "application/octet-stream", base64: data };
}
