import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { ollamaOptionsOf } from "../shared/ollama-options";
import { ollamaHead } from "../shared/ollama-response";
import { ReplyText } from "../shared/reply-text";
import { encodeToolCall } from "./encode-tool-call";
import { mapFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const { stopSequences, noTurnReason } = ollamaOptionsOf(context);
  const head = ollamaHead(context, stamp);
  if (noTurnReason !== null)
    return encodeChunk(head, "", [], { done: true, done_reason: noTurnReason });
  const reply = new ReplyText(stopSequences);
  let content = "";
  let finishReason: FinishReason = "stop";
  const toolCalls: string[] = [];
  for (const event of events) {
    if (event.type === "text-delta") content += reply.text(event.text);
    else if (event.type === "refusal-delta") content += reply.refusal(event.text);
    else if (event.type === "tool-call") toolCalls.push(encodeToolCall(event, toolCalls.length));
    else finishReason = event.finishReason;
  }
  content += reply.flush();
  return encodeChunk(head, content, toolCalls, {
    done: true,
    done_reason: mapFinishReason(finishReason, reply.isStopped()),
    ...mapUsage(usage),
  });
}

/** A response and a line of a stream have one form. The calls come as JSON, which no second pass may touch. */
export function encodeChunk(
  head: ReturnType<typeof ollamaHead>,
  content: string,
  toolCalls: readonly string[],
  end: { readonly done: boolean; readonly [field: string]: string | number | boolean },
): string {
  const calls = toolCalls.length === 0 ? "" : `,"tool_calls":[${toolCalls.join(",")}]`;
  const message = `{"role":"assistant","content":${JSON.stringify(content)}${calls}}`;
  return `${JSON.stringify(head).slice(0, -1)},"message":${message},${JSON.stringify(end).slice(1)}`;
}
