import fc from "fast-check";

import type { ImagePart } from "../../src/core/message";

/** Images as Ollama's clients send them: the bytes alone, told by their beginning; now and then a data URL. */

const base64 = fc.base64String({ maxLength: 24 });

const told = fc
  .tuple(
    fc.constantFrom(
      ["image/png", "iVBORw0KGgo"],
      ["image/jpeg", "/9j/"],
      ["image/webp", "UklGRiQAAABXRUJQ"],
      ["image/*", "AAAA"],
    ),
    base64,
  )
  .map(([[mediaType = "", beginning = ""], rest]) => ({ mediaType, base64: beginning + rest }));

const named = fc.record({ mediaType: fc.constant("image/svg+xml"), base64 });

export const ollamaImage: fc.Arbitrary<ImagePart> = fc
  .oneof(told, named)
  .map((data) => ({ type: "image", source: { kind: "data", ...data } }));

export function encodeOllamaImage({ source }: ImagePart): string {
  if (source.kind !== "data") throw new Error("Ollama takes the bytes of an image only.");
  const { mediaType, base64: data } = source;
  return mediaType === "image/svg+xml" ? `data:${mediaType};base64,${data}` : data;
}
