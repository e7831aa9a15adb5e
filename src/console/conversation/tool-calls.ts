import type { Message, ToolCallPart, ToolResultPart } from "../../core/message";

export interface PairedCalls {
  /** A call's result, by the call's id. */
  readonly results: ReadonlyMap<string, ToolResultPart>;
  readonly calls: ReadonlyMap<string, ToolCallPart>;
}

/** Which result belongs to which call. Where an id was used twice, which the vendors forbid, the last one counts. */
export function pairToolCalls(messages: readonly Message[]): PairedCalls {
  const results = new Map<string, ToolResultPart>();
  const calls = new Map<string, ToolCallPart>();
  for (const { parts } of messages)
    for (const part of parts) {
      if (part.type === "tool-call") calls.set(part.toolCallId, part);
      if (part.type === "tool-result") results.set(part.toolCallId, part);
    }
  return { results, calls };
}
