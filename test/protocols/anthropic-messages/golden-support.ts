import type { ReplyEvent, ToolCallEvent } from "../../../src/core/turn";
import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import type { ResponseContext } from "../../../src/protocols/codec";

/** What the golden tests of whole responses and of streams share. */

export const STAMP = { responseId: "7f3a", createdAtMs: 1_790_000_000_999 };
export const USAGE = { inputTokens: 12, outputTokens: 34 };
export const FINISH: ReplyEvent = { type: "finish", finishReason: "stop" };
export const CALL: ToolCallEvent = {
  type: "tool-call",
  toolCallId: "call_9",
  toolName: "get_weather",
  input: '{"b": 2,  "a":1.0}',
};
export const text = (piece: string): ReplyEvent => ({ type: "text-delta", text: piece });
export const refusal = (piece: string): ReplyEvent => ({ type: "refusal-delta", text: piece });

export const HEAD = '"id":"msg_7f3a","type":"message","role":"assistant","model":"a-session"';
const TOKENS_BEFORE =
  '"input_tokens":12,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,';
const tokensAfter = (outputTokens: number) =>
  `"output_tokens":${outputTokens},"output_tokens_details":{"thinking_tokens":0},"server_tool_use":null`;

export const wireUsage = (outputTokens: number, beta = "") =>
  `"usage":{${TOKENS_BEFORE}"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},` +
  `${tokensAfter(outputTokens)},"service_tier":"standard","inference_geo":null,"speed":null${beta}}`;
export const DELTA_USAGE = `"usage":{${TOKENS_BEFORE}${tokensAfter(34)}}`;

export function wireEnd(stopReason: string, stopSequence = "null", stopDetails = "null"): string {
  return `"container":null,"stop_details":${stopDetails},"stop_reason":"${stopReason}","stop_sequence":${stopSequence}`;
}

export function contextWith(options: ResponseContext["options"]): ResponseContext {
  return { model: "a-session", isStream: true, inputTokens: 12, options };
}

export function encodeWhole(
  events: readonly ReplyEvent[],
  options: ResponseContext["options"] = {},
): string {
  return anthropicMessages.encodeResponse(events, USAGE, contextWith(options), STAMP);
}

export function encodeStream(
  events: readonly ReplyEvent[],
  options: ResponseContext["options"] = {},
): string {
  const encoder = anthropicMessages.createStreamEncoder(contextWith(options), STAMP);
  return encoder.start() + events.map((event) => encoder.push(event, USAGE)).join("");
}
