import type { ReadReply } from "../codec.conformance";
import {
  publishedChunk,
  publishedError,
  publishedResponse,
  type PublishedChunk,
} from "./published-schema";

/** Reads as a plain client does: by the published schema, the first candidate, chunks joined. */

export function readResponse(text: string): ReadReply {
  return replyOf([publishedResponse.parse(JSON.parse(text))]);
}

/**
 * The data of each frame. A frame has to stand directly behind the one before it, and blank lines at the end alone: several of
 * Google's SDKs lose whatever follows anything else.
 */
export function readFrames(stream: string): readonly string[] {
  const frames: string[] = [];
  let rest = stream;
  for (;;) {
    const [frame, data] = /^data: ([^\r\n]*)\n\n/.exec(rest) ?? [];
    if (frame === undefined || data === undefined) break;
    frames.push(data);
    rest = rest.slice(frame.length);
  }
  if (rest.trim() !== "") throw new Error(`Not a data frame: ${rest}`);
  return frames;
}

export function readStream(stream: string): ReadReply {
  return replyOf(readFrames(stream).map((frame) => publishedChunk.parse(JSON.parse(frame))));
}

export function readArray(stream: string): ReadReply {
  return replyOf(parseArray(stream).map((item) => publishedChunk.parse(item)));
}

export function readError(text: string): { message: string } {
  return publishedError.parse(JSON.parse(text)).error;
}

export function readStreamError(stream: string): { message: string } {
  return readError(readFrames(stream).at(-1) ?? "");
}

export function readArrayError(stream: string): { message: string } {
  return publishedError.parse(parseArray(stream).at(-1)).error;
}

export function replyOf(chunks: readonly PublishedChunk[], index = 0): ReadReply {
  const candidates = chunks.map((chunk) => chunk.candidates[index]!);
  const parts = candidates.flatMap(({ content }) => content.parts);
  const ended = candidates.filter(({ finishReason }) => finishReason !== undefined);
  if (ended.length !== 1 || ended[0] !== candidates.at(-1))
    throw new Error("The last chunk, and it alone, has a finish reason.");
  if (chunks.at(-1)?.usageMetadata === undefined) throw new Error("The end has no usage.");
  return {
    text: parts.map((part) => ("text" in part ? part.text : "")).join(""),
    refusal: "",
    toolCalls: parts.flatMap((part) =>
      "functionCall" in part
        ? [
            {
              id: part.functionCall.id,
              name: part.functionCall.name,
              input: JSON.stringify(part.functionCall.args),
            },
          ]
        : [],
    ),
    finishReason: ended[0]?.finishReason ?? "",
  };
}

/** Nothing stands around the brackets: Google's older client for Python raises on it. */
function parseArray(stream: string): readonly unknown[] {
  if (!/^\[[^]*\]$/.test(stream)) throw new Error("The stream is no array alone.");
  const value = JSON.parse(stream) as unknown;
  if (!Array.isArray(value)) throw new Error("The stream is no array.");
  return value;
}
