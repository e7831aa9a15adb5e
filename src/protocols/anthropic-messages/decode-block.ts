import type { ApiError } from "../../core/api-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import type { FilePart, ImagePart, MediaSource, TextPart } from "../../core/message";
import { fail, succeed, type Result } from "../../core/result";
import { faultOf, readObject, readOptionalString, readString } from "../shared/read-field";
import { invalidChoice, invalidType } from "../shared/wire-issue";

export type ContentPart = TextPart | ImagePart | FilePart;

/** Translates one block; some become several parts. */
export type BlockDecoder<P> = (block: JsonObject, path: string) => Result<readonly P[], ApiError>;
export type BlockDecoders<P> = Readonly<Record<string, BlockDecoder<P>>>;

/** A string or a list of blocks of the given types. Texts are kept byte for byte. */
export function decodeBlocks<P>(
  value: JsonValue | undefined,
  path: string,
  decoders: BlockDecoders<P>,
): Result<readonly (P | TextPart)[], ApiError> {
  if (typeof value === "string") return succeed([{ type: "text", text: value }]);
  if (!Array.isArray(value))
    return fail(faultOf(value, path, "one of a string or array of objects"));
  const parts: P[] = [];
  for (const [index, block] of value.entries()) {
    const decoded = decodeBlock(block as JsonValue, `${path}[${index}]`, decoders);
    if (!decoded.ok) return decoded;
    // A block can bring more parts than a call can have arguments.
    for (const part of decoded.value) parts.push(part);
  }
  return succeed(parts);
}

function decodeBlock<P>(
  block: JsonValue,
  path: string,
  decoders: BlockDecoders<P>,
): Result<readonly P[], ApiError> {
  if (!isJsonObject(block)) return fail(invalidType(path, "an object", block));
  const type = readString(block, "type", path);
  if (!type.ok) return type;
  const decoder = Object.hasOwn(decoders, type.value) ? decoders[type.value] : undefined;
  if (decoder === undefined)
    return fail(invalidChoice(`${path}.type`, Object.keys(decoders), type.value));
  return decoder(block, path);
}

export const TEXT_BLOCK = {
  text(block, path) {
    const text = readString(block, "text", path);
    return text.ok ? succeed([{ type: "text", text: text.value }]) : text;
  },
} as const satisfies BlockDecoders<TextPart>;

/** What a user or the result of a tool may bring. */
export const CONTENT_BLOCKS: BlockDecoders<ContentPart> = {
  ...TEXT_BLOCK,
  image: decodeImage,
  document: decodeDocument,
  search_result: decodeSearchResult,
};

function decodeImage(block: JsonObject, path: string): Result<readonly [ImagePart], ApiError> {
  const source = readObject(block, "source", path);
  if (!source.ok) return source;
  const media = decodeMediaSource(source.value, `${path}.source`, MEDIA_SOURCES);
  return media.ok ? succeed([{ type: "image", source: media.value }]) : media;
}

const MEDIA_SOURCES = ["base64", "url", "file"] as const;
const DOCUMENT_SOURCES = [...MEDIA_SOURCES, "text", "content"] as const;

function decodeMediaSource(
  source: JsonObject,
  path: string,
  supported: readonly string[],
): Result<MediaSource, ApiError> {
  const type = readString(source, "type", path);
  if (!type.ok) return type;
  switch (type.value) {
    case "base64": {
      const mediaType = readString(source, "media_type", path);
      if (!mediaType.ok) return mediaType;
      const data = readString(source, "data", path);
      if (!data.ok) return data;
      return succeed({ kind: "data", mediaType: mediaType.value, base64: data.value });
    }
    case "url": {
      const url = readString(source, "url", path);
      return url.ok ? succeed({ kind: "url", url: url.value }) : url;
    }
    case "file": {
      // The file is the vendor's, but its id is what the person can be shown.
      const fileId = readString(source, "file_id", path);
      return fileId.ok ? succeed({ kind: "file-id", fileId: fileId.value }) : fileId;
    }
    default:
      return fail(invalidChoice(`${path}.type`, supported, type.value));
  }
}

/** A document of text is shown as text, between two lines that say where it begins and ends. */
function decodeDocument(block: JsonObject, path: string): Result<readonly ContentPart[], ApiError> {
  const title = readOptionalString(block, "title", path);
  if (!title.ok) return title;
  const context = readOptionalString(block, "context", path);
  if (!context.ok) return context;
  const source = readObject(block, "source", path);
  if (!source.ok) return source;
  const name = title.value === undefined ? "document" : `document ${title.value}`;
  const heading = context.value === undefined ? `[${name}]` : `[${name}: ${context.value}]`;
  const sourcePath = `${path}.source`;
  if (source.value["type"] === "text") {
    const text = readString(source.value, "data", sourcePath);
    return text.ok ? succeed(quote(heading, [{ type: "text", text: text.value }])) : text;
  }
  if (source.value["type"] === "content") {
    const content = decodeBlocks(source.value["content"], `${sourcePath}.content`, CONTENT_BLOCKS);
    return content.ok ? succeed(quote(heading, content.value)) : content;
  }
  const media = decodeMediaSource(source.value, sourcePath, DOCUMENT_SOURCES);
  if (!media.ok) return media;
  const file: FilePart = {
    type: "file",
    source: media.value,
    ...(title.value === undefined ? {} : { filename: title.value }),
  };
  return succeed(
    context.value === undefined ? [file] : [{ type: "text", text: `${heading}\n` }, file],
  );
}

function decodeSearchResult(
  block: JsonObject,
  path: string,
): Result<readonly ContentPart[], ApiError> {
  const title = readString(block, "title", path);
  if (!title.ok) return title;
  const source = readString(block, "source", path);
  if (!source.ok) return source;
  const content = decodeBlocks(block["content"], `${path}.content`, TEXT_BLOCK);
  if (!content.ok) return content;
  return succeed(quote(`[search result ${title.value}: ${source.value}]`, content.value));
}

function quote(heading: string, content: readonly ContentPart[]): readonly ContentPart[] {
  return [textPart(`${heading}\n`), ...content, textPart("\n[end]\n")];
}

export function textPart(text: string): TextPart {
  return { type: "text", text };
}
