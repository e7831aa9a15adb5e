import type { ReadReply } from "../codec.conformance";
import {
  publishedChunk,
  publishedCompletion,
  publishedError,
  type PublishedChunk,
} from "./published-schema";

/** Reads as a plain client does: by the published schema, choice 0, pieces joined. */

function replyOf(text: string, finishReason: string): ReadReply {
  return { text, refusal: "", toolCalls: [], finishReason };
}

export function readResponse(text: string, choiceIndex = 0): ReadReply {
  const { choices } = publishedCompletion.parse(JSON.parse(text));
  const choice = choices[choiceIndex];
  if (choice === undefined) throw new Error(`There is no choice ${choiceIndex}.`);
  return replyOf(choice.text, choice.finish_reason);
}

/** The data of each frame. Every line of the stream has to be data, a comment or blank. */
function readFrames(stream: string): readonly string[] {
  const frames: string[] = [];
  for (const frame of stream.split("\n\n")) {
    if (/^\n*$/.test(frame) || frame.startsWith(":")) continue;
    const data = /^data: ([^\r\n]*)$/.exec(frame)?.[1];
    if (data === undefined) throw new Error(`Not a data frame: ${frame}`);
    frames.push(data);
  }
  if (frames.at(-1) !== "[DONE]") throw new Error("The stream has no end.");
  return frames.slice(0, -1);
}

export function readChunks(stream: string): readonly PublishedChunk[] {
  return readFrames(stream).map((frame) => publishedChunk.parse(JSON.parse(frame)));
}

export function readStream(stream: string, choiceIndex = 0): ReadReply {
  const choices = readChunks(stream)
    .flatMap((chunk) => chunk.choices)
    .filter(({ index }) => index === choiceIndex);
  const reasons = choices.map((choice) => choice.finish_reason);
  if (reasons.slice(0, -1).some((reason) => reason !== null)) throw new Error("An early end.");
  return replyOf(choices.map(({ text }) => text).join(""), reasons.at(-1) ?? "none");
}

export function readError(text: string): { message: string } {
  return publishedError.parse(JSON.parse(text)).error;
}

export function readStreamError(stream: string): { message: string } {
  return readError(readFrames(stream).at(-1) ?? "");
}
