import { isJsonObject, parseJson } from "../../core/json";
import { LIMITS } from "../../core/limits";
import type { ReplyEvent, ToolCallEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { mapFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";
import { ReplyBlocks, type BlockStep } from "./reply-blocks";
import { responseOptionsOf } from "./response-options";
import { splitToolName } from "./toolsets";

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const { stopSequences, isBeta } = responseOptionsOf(context);
  const blocks = new ReplyBlocks(stopSequences);
  const content = encodeContent(events.flatMap((event) => blocks.push(event)));
  const tail = {
    ...encodeEnd(blocks, isBeta),
    ...(isBeta ? { context_management: null } : {}),
    diagnostics: null,
    usage: mapUsage(usage, isBeta),
  };
  return `{${membersOf(messageHead(context, stamp))},"content":[${content.join(",")}],${membersOf(tail)}}`;
}

/** The fields that a message begins with, whole or streamed. */
export function messageHead(context: ResponseContext, stamp: ResponseStamp) {
  return {
    id: `msg_${stamp.responseId}`,
    type: "message" as const,
    role: "assistant" as const,
    model: context.model,
  };
}

/** The fields that tell why a message ended, whole or streamed. */
export function encodeEnd(blocks: ReplyBlocks, isBeta: boolean) {
  const { end } = blocks;
  const stopReason = mapFinishReason(end);
  return {
    container: null,
    stop_details: stopReason === "refusal" ? encodeStopDetails(end.refusal, isBeta) : null,
    stop_reason: stopReason,
    stop_sequence: stopReason === "stop_sequence" ? end.stopSequence : null,
  };
}

export function encodeTextBlock(text: string) {
  return { type: "text" as const, text, citations: null };
}

/** A call without its input, as a stream opens it. */
export function encodeToolUse({ toolCallId, toolName }: ToolCallEvent) {
  return {
    type: "tool_use" as const,
    id: toolCallId,
    ...splitToolName(toolName),
    caller: { type: "direct" as const },
  };
}

/**
 * The arguments as written where they are a JSON object: a copy would round long numbers. What is no object is wrapped in one under
 * the key that the vendor advises, as there is no other place for it.
 *
 * @see https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming (2026-11)
 */
export function encodeToolInput(input: string): string {
  if (input.trim() === "") return "{}";
  const parsed = parseJson(input, LIMITS.jsonDepthMax);
  if (!parsed.ok || !isJsonObject(parsed.value)) return JSON.stringify({ INVALID_JSON: input });
  // Half a surrogate pair is lost on the wire unless it is escaped.
  return input.isWellFormed() ? input : JSON.stringify(parsed.value);
}

function encodeContent(steps: readonly BlockStep[]): readonly string[] {
  const content: string[] = [];
  let text = "";
  for (const step of steps) {
    if (step.type === "text-start") text = "";
    else if (step.type === "text-delta") text += step.text;
    else if (step.type === "text-end") content.push(JSON.stringify(encodeTextBlock(text)));
    else content.push(encodeWholeToolUse(step.call));
  }
  return content;
}

function encodeWholeToolUse(call: ToolCallEvent): string {
  return `{${membersOf(encodeToolUse(call))},"input":${encodeToolInput(call.input)}}`;
}

/** The refusal itself is the text of a block; here it is once more, where programs look for the reason. */
function encodeStopDetails(refusal: string, isBeta: boolean) {
  return {
    type: "refusal" as const,
    category: null,
    explanation: refusal === "" ? null : refusal,
    ...(isBeta ? BETA_STOP_DETAILS : {}),
  };
}

const BETA_STOP_DETAILS = {
  fallback_credit_token: null,
  fallback_has_prefill_claim: null,
  recommended_model: null,
} as const;

/** An object's JSON text without its braces. */
function membersOf(value: object): string {
  return JSON.stringify(value).slice(1, -1);
}
