import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { ollamaOptionsOf } from "../shared/ollama-options";
import { ollamaHead } from "../shared/ollama-response";
import { ReplyText } from "../shared/reply-text";
import { mapFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";

/** The tokens of the conversation so far, by which a client would continue it. Text here has none, and no request is refused with none. */
export const NO_CONTEXT: readonly number[] = [];

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const { stopSequences, noTurnReason } = ollamaOptionsOf(context);
  const head = ollamaHead(context, stamp);
  if (noTurnReason !== null)
    return JSON.stringify({ ...head, response: "", done: true, done_reason: noTurnReason });
  const reply = new ReplyText(stopSequences);
  let response = "";
  let finishReason: FinishReason = "stop";
  for (const event of events) {
    if (event.type === "text-delta") response += reply.text(event.text);
    else if (event.type === "refusal-delta") response += reply.refusal(event.text);
    else if (event.type === "tool-call") response += reply.toolCall(event);
    else finishReason = event.finishReason;
  }
  response += reply.flush();
  return JSON.stringify({
    ...head,
    response,
    done: true,
    done_reason: mapFinishReason(finishReason, reply.isStopped()),
    context: NO_CONTEXT,
    ...mapUsage(usage),
  });
}
