import type { ReadReply } from "../codec.conformance";
import { readLines } from "../read-ndjson";
import { publishedEnd, publishedError, publishedPart } from "./published-schema";

/** Reads as a plain client does: by the published schema, pieces joined. */

function replyOf(text: string, finishReason: string): ReadReply {
  return { text, refusal: "", toolCalls: [], finishReason };
}

export function readResponse(text: string): ReadReply {
  const { response, done_reason } = publishedEnd.parse(JSON.parse(text));
  return replyOf(response, done_reason);
}

export function readStream(stream: string): ReadReply {
  const lines = readLines(stream);
  const end = publishedEnd.parse(lines.at(-1));
  const pieces = lines.slice(0, -1).map((line) => publishedPart.parse(line).response);
  return replyOf(pieces.join("") + end.response, end.done_reason);
}

export function readError(text: string): { message: string } {
  return { message: publishedError.parse(JSON.parse(text)).error };
}

export function readStreamError(stream: string): { message: string } {
  return { message: publishedError.parse(readLines(stream).at(-1)).error };
}
