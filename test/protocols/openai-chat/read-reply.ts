import type { ReadReply } from "../codec.conformance";
import {
  publishedChunk,
  publishedCompletion,
  publishedError,
  type PublishedChunk,
} from "./published-schema";

/** Reads as a plain client does: by the published schema, choice 0, deltas joined. */

export function readResponse(text: string): ReadReply {
  const { message, finish_reason } = publishedCompletion.parse(JSON.parse(text)).choices[0]!;
  return {
    text: message.content ?? "",
    refusal: message.refusal ?? "",
    toolCalls: (message.tool_calls ?? []).map((call) => ({
      id: call.id,
      name: call.function.name,
      input: call.function.arguments,
    })),
    finishReason: finish_reason,
  };
}

/** The data of each frame. Every line of the stream has to be data, a comment or blank. */
export function readFrames(stream: string): readonly string[] {
  const frames: string[] = [];
  for (const frame of stream.split("\n\n")) {
    if (frame === "" || frame.startsWith(":")) continue;
    const data = /^data: ([^\r\n]*)$/.exec(frame)?.[1];
    if (data === undefined) throw new Error(`Not a data frame: ${frame}`);
    frames.push(data);
  }
  return frames;
}

export function readChunks(stream: string): readonly PublishedChunk[] {
  const frames = readFrames(stream);
  if (frames.at(-1) !== "[DONE]") throw new Error("The stream has no end.");
  return frames.slice(0, -1).map((frame) => publishedChunk.parse(JSON.parse(frame)));
}

export function readStream(stream: string, choiceIndex = 0): ReadReply {
  let text = "";
  let refusal = "";
  let finishReason = "";
  const toolCalls: { id: string; name: string; input: string }[] = [];
  const choices = readChunks(stream)
    .flatMap((chunk) => chunk.choices)
    .filter((choice) => choice.index === choiceIndex);
  if (choices[0]?.delta.role !== "assistant") throw new Error("The first chunk has no role.");
  for (const { delta, finish_reason } of choices) {
    text += delta.content ?? "";
    refusal += delta.refusal ?? "";
    finishReason = finish_reason ?? finishReason;
    for (const call of delta.tool_calls ?? []) {
      const known = (toolCalls[call.index] ??= { id: "", name: "", input: "" });
      known.id += call.id ?? "";
      known.name += call.function.name ?? "";
      known.input += call.function.arguments;
    }
  }
  return { text, refusal, toolCalls, finishReason };
}

export function readError(text: string): { message: string } {
  return publishedError.parse(JSON.parse(text)).error;
}

export function readStreamError(stream: string): { message: string } {
  const frames = readFrames(stream);
  if (frames.at(-1) !== "[DONE]") throw new Error("The stream has no end.");
  return readError(frames.at(-2) ?? "");
}
