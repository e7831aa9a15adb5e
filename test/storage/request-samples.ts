import { digestMessage, digestRequest } from "../../src/core/digest.ts";
import type { Message } from "../../src/core/message.ts";
import type { TurnRequest } from "../../src/core/turn.ts";
import type { RequestRecord } from "../../src/storage/session-store.ts";
import { testHash } from "./test-hash.ts";

export function system(text: string): Message {
  return { role: "system", parts: [{ type: "text", text }] };
}

export function user(text: string): Message {
  return { role: "user", parts: [{ type: "text", text }] };
}

export function assistant(text: string): Message {
  return { role: "assistant", parts: [{ type: "text", text }] };
}

export function toolCall(toolCallId: string): Message {
  return {
    role: "assistant",
    parts: [{ type: "tool-call", toolCallId, toolName: "look", input: "{}" }],
  };
}

export function toolResult(toolCallId: string, text: string): Message {
  return {
    role: "tool",
    parts: [{ type: "tool-result", toolCallId, content: [{ type: "text", text }] }],
  };
}

export function requestOf(
  messages: readonly Message[],
  others: Partial<TurnRequest> = {},
): TurnRequest {
  return {
    messages,
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
    ...others,
  };
}

export function recordOf(
  holdId: string,
  messages: readonly Message[],
  others: Partial<TurnRequest> = {},
): RequestRecord {
  const request = requestOf(messages, others);
  const digests = digestRequest(request, testHash(JSON.stringify(request)), testHash);
  return { holdId, atMs: 1_000, dialect: "openai-chat", isStream: true, request, digests };
}

/** The digest of a text as evidence has it. */
export function textDigestOf(text: string): string {
  return digestMessage(user(text), testHash).text ?? "";
}
