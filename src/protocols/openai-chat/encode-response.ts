import type { ReplyEvent, ToolCallEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { CopyBudget } from "../shared/copy-budget";
import { foldReply, type FoldedReply } from "./fold-reply";
import { mapFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";
import { responseOptionsOf } from "./response-options";

const EMPTY_MESSAGE = { role: "assistant", content: "", refusal: null } as const;

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const options = responseOptionsOf(context);
  const reply = foldReply(events, options.stopSequences);
  const message = encodeMessage(reply, options.isLegacyFunctions);
  const fullCount = new CopyBudget(options.choiceCount).choicesFor(message);
  const finishReason = mapFinishReason({
    ...reply,
    hasToolCalls: reply.toolCalls.length > 0,
    isLegacyFunctions: options.isLegacyFunctions,
  });
  return JSON.stringify({
    ...responseHead("chat.completion", context, stamp),
    choices: Array.from({ length: options.choiceCount }, (_, index) => ({
      index,
      message: index < fullCount ? message : EMPTY_MESSAGE,
      logprobs: null,
      finish_reason: index < fullCount ? finishReason : ("length" as const),
    })),
    usage: mapUsage(usage, options.choiceCount),
  });
}

/**
 * The fields that a response and all its chunks begin with. There is no `system_fingerprint`: it is optional and deprecated, may
 * not be null by the published schema, and would claim a backend that does not exist.
 */
export function responseHead(
  object: "chat.completion" | "chat.completion.chunk",
  context: ResponseContext,
  stamp: ResponseStamp,
) {
  return {
    id: `chatcmpl-${stamp.responseId}`,
    object,
    created: Math.floor(stamp.createdAtMs / 1000),
    model: context.model,
    ...(responseOptionsOf(context).echoesServiceTier ? { service_tier: "default" as const } : {}),
  };
}

export function encodeToolCall(call: ToolCallEvent) {
  return {
    id: call.toolCallId,
    type: "function" as const,
    function: { name: call.toolName, arguments: call.input },
  };
}

function encodeMessage(reply: FoldedReply, isLegacyFunctions: boolean) {
  const { text, refusal, toolCalls } = reply;
  const hasOther = refusal !== "" || toolCalls.length > 0;
  return {
    role: "assistant" as const,
    content: text === "" && hasOther ? null : text,
    refusal: refusal === "" ? null : refusal,
    ...(toolCalls.length === 0 ? {} : encodeCalls(toolCalls, isLegacyFunctions)),
  };
}

/** The legacy field has room for one call; a request with it forbids parallel calls. */
function encodeCalls(toolCalls: readonly ToolCallEvent[], isLegacyFunctions: boolean) {
  const [first] = toolCalls;
  if (!isLegacyFunctions || first === undefined)
    return { tool_calls: toolCalls.map(encodeToolCall) };
  return { function_call: { name: first.toolName, arguments: first.input } };
}
