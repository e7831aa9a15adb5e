import type { ApiError } from "../../core/api-error";
import type { JsonValue } from "../../core/json";
import type { ImagePart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { parseMediaUrl } from "./media-source";
import { invalidType, invalidValue } from "./wire-issue";

/** How the formats begin, in base64: Ollama's clients send the bytes alone. */
const BEGINNINGS: readonly (readonly [beginning: RegExp, mediaType: string])[] = [
  [/^iVBORw0KGgo/, "image/png"],
  [/^\/9j\//, "image/jpeg"],
  [/^R0lGOD/, "image/gif"],
  [/^UklGR.{7}RUJQ/, "image/webp"],
  [/^Qk/, "image/bmp"],
  [/^(?:SUkq|TU0A)/, "image/tiff"],
  [/^.{6}Z0eXBhdmlm/, "image/avif"],
  [/^.{6}Z0eXB(?:oZWlj|taWYx)/, "image/heic"],
];

const UNKNOWN_IMAGE = "image/*";

/** Base64, one string for each image. */
export function decodeOllamaImages(
  value: JsonValue | undefined,
  param: string,
): Result<readonly ImagePart[], ApiError> {
  if (value === undefined || value === null) return succeed([]);
  if (!Array.isArray(value)) return fail(invalidType(param, "an array of strings", value));
  const images: ImagePart[] = [];
  for (const [index, item] of (value as readonly JsonValue[]).entries()) {
    const image = decodeOllamaImage(item, `${param}[${index}]`);
    if (!image.ok) return image;
    images.push(image.value);
  }
  return succeed(images);
}

function decodeOllamaImage(value: JsonValue, param: string): Result<ImagePart, ApiError> {
  if (typeof value !== "string") return fail(invalidType(param, "a string", value));
  // Ollama takes no links either: it would have to fetch them.
  if (/^https?:/i.test(value))
    return fail(invalidValue(param, "it is a link; send the image itself, in base64."));
  // Some clients forget to cut the head of a data URL off.
  if (/^data:/i.test(value)) return succeed({ type: "image", source: parseMediaUrl(value) });
  const known = BEGINNINGS.find(([beginning]) => beginning.test(value));
  const mediaType = known?.[1] ?? UNKNOWN_IMAGE;
  return succeed({ type: "image", source: { kind: "data", mediaType, base64: value } });
}
