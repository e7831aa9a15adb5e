import type { JsonObject } from "./json";
import type { Message, RefusalPart, TextPart, ToolCallPart } from "./message";

/** The two ends of a session. The caller believes that it calls an LLM; the responder plays it. */
export type Seat = "caller" | "responder";

export function otherSeat(seat: Seat): Seat {
  return seat === "caller" ? "responder" : "caller";
}

/** Who answers the callers of a session. */
export type ResponderKind = "partner" | "operator" | "copilot" | "script" | "replay";

export interface ToolDefinition {
  readonly name: string;
  readonly description?: string;
  /** The JSON Schema of the arguments; absent where any object is allowed. */
  readonly inputSchema?: JsonObject;
  readonly strict?: boolean;
}

export type ToolChoice =
  | { readonly type: "auto" }
  | { readonly type: "none" }
  | { readonly type: "required" }
  | { readonly type: "tool"; readonly toolName: string };

export type ResponseFormat =
  | { readonly type: "text" }
  | { readonly type: "json" }
  | {
      readonly type: "json-schema";
      readonly name: string;
      readonly schema?: JsonObject;
      readonly description?: string;
      readonly strict?: boolean;
    };

/** What a client asks, in neutral terms. */
export interface TurnRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice;
  /** False where the client forbids several tool calls in one reply. */
  readonly allowsParallelToolCalls: boolean;
  readonly responseFormat: ResponseFormat;
  /** Sampling and other parameters that a person can be shown, under the vendor's names. */
  readonly parameters: JsonObject;
  /** Top-level fields of the body that this server does not know; tolerated, and recorded with their values. */
  readonly unknownFields: JsonObject;
}

export type ReplyPart = TextPart | RefusalPart | ToolCallPart;

export type FinishReason = "stop" | "length" | "tool-calls" | "content-filter";

/** A whole reply to a turn. */
export interface Reply {
  readonly parts: readonly ReplyPart[];
  readonly finishReason: FinishReason;
}

/** A reply as it streams: any number of parts, then `finish`. */
export type ReplyEvent =
  | { readonly type: "text-delta"; readonly text: string }
  | { readonly type: "refusal-delta"; readonly text: string }
  | {
      readonly type: "tool-call";
      readonly toolCallId: string;
      readonly toolName: string;
      readonly input: string;
    }
  | { readonly type: "finish"; readonly finishReason: FinishReason };

export type ToolCallEvent = Extract<ReplyEvent, { type: "tool-call" }>;

/** Tokens, estimated: the text of a person has no true count. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export function textReply(text: string): Reply {
  return { parts: [{ type: "text", text }], finishReason: "stop" };
}

export function eventsOfReply(reply: Reply): readonly ReplyEvent[] {
  const events: ReplyEvent[] = reply.parts.map((part) => {
    if (part.type === "text") return { type: "text-delta", text: part.text };
    if (part.type === "refusal") return { type: "refusal-delta", text: part.text };
    return {
      type: "tool-call",
      toolCallId: part.toolCallId,
      toolName: part.toolName,
      input: part.input,
    };
  });
  events.push({ type: "finish", finishReason: reply.finishReason });
  return events;
}
