import type { ReadReply } from "../codec.conformance";
import { readLines } from "../read-ndjson";
import { publishedEnd, publishedError, publishedPart } from "./published-schema";

/** Reads as a plain client does: by the published schema, contents joined and calls collected. */

type WireMessage = ReturnType<typeof publishedPart.parse>["message"];

function readCalls({ tool_calls }: WireMessage): ReadReply["toolCalls"] {
  return (tool_calls ?? []).map((call) => ({
    id: call.id,
    name: call.function.name,
    input: JSON.stringify(call.function.arguments),
  }));
}

export function readResponse(text: string): ReadReply {
  const { message, done_reason } = publishedEnd.parse(JSON.parse(text));
  return {
    text: message.content,
    refusal: "",
    toolCalls: readCalls(message),
    finishReason: done_reason,
  };
}

export function readStream(stream: string): ReadReply {
  const lines = readLines(stream);
  const end = publishedEnd.parse(lines.at(-1));
  const messages = lines.slice(0, -1).map((line) => publishedPart.parse(line).message);
  messages.push(end.message);
  const indexes = messages.flatMap(({ tool_calls }) =>
    (tool_calls ?? []).map((call) => call.function.index),
  );
  if (indexes.some((callIndex, place) => callIndex !== place)) throw new Error("Wrong indexes.");
  return {
    text: messages.map(({ content }) => content).join(""),
    refusal: "",
    toolCalls: messages.flatMap(readCalls),
    finishReason: end.done_reason,
  };
}

export function readError(text: string): { message: string } {
  return { message: publishedError.parse(JSON.parse(text)).error };
}

export function readStreamError(stream: string): { message: string } {
  return { message: publishedError.parse(readLines(stream).at(-1)).error };
}
