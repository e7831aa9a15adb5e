import type { FinishReason, ReplyEvent, Usage } from "../../core/turn";
import type { ResponseContext, ResponseStamp } from "../codec";
import { CopyBudget } from "../shared/copy-budget";
import { ReplyText } from "../shared/reply-text";
import { mapFinishReason, type WireFinishReason } from "./map-finish-reason";
import { mapUsage } from "./map-usage";
import { responseOptionsOf } from "./response-options";

export function encodeResponse(
  events: readonly ReplyEvent[],
  usage: Usage,
  context: ResponseContext,
  stamp: ResponseStamp,
): string {
  const { choiceCount, stopSequences } = responseOptionsOf(context);
  const reply = new ReplyText(stopSequences);
  let text = "";
  let finishReason: FinishReason = "stop";
  for (const event of events) {
    if (event.type === "text-delta") text += reply.text(event.text);
    else if (event.type === "refusal-delta") text += reply.refusal(event.text);
    else if (event.type === "tool-call") text += reply.toolCall(event);
    else finishReason = event.finishReason;
  }
  text += reply.flush();
  const fullCount = new CopyBudget(choiceCount).choicesFor({ text });
  const wireReason = mapFinishReason(finishReason, reply.isStopped());
  return JSON.stringify({
    ...responseHead(context, stamp),
    choices: Array.from({ length: choiceCount }, (_, index) =>
      index < fullCount ? encodeChoice(index, text, wireReason) : encodeChoice(index, "", "length"),
    ),
    usage: mapUsage(usage, choiceCount),
  });
}

/** The fields that a response and all its chunks begin with; of the older API, both have the same `object`. */
export function responseHead(context: ResponseContext, stamp: ResponseStamp) {
  return {
    id: `cmpl-${stamp.responseId}`,
    object: "text_completion" as const,
    created: Math.floor(stamp.createdAtMs / 1000),
    model: context.model,
  };
}

export function encodeChoice(index: number, text: string, finishReason: WireFinishReason | null) {
  return { text, index, logprobs: null, finish_reason: finishReason };
}
