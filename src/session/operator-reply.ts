import type { Operator } from "../console-protocol/identity";
import type { ReplyContentCommand, SessionCommand } from "../console-protocol/session-command";
import type { OperatorAnswer } from "./session-api";
import { createToolCallId } from "./tool-call-id";

type ReplyCommand = Extract<SessionCommand, { readonly type: "reply" }>;

/** A page's reply as an answer. Its tool calls get their ids here. */
export function operatorAnswerOf(
  { commandId, target, content, delivery, isUnchecked }: ReplyCommand,
  operator: Operator,
): OperatorAnswer {
  return {
    replyId: commandId,
    target,
    content: contentOf(content),
    operator,
    delivery,
    isUnchecked,
  };
}

function contentOf(content: ReplyContentCommand): OperatorAnswer["content"] {
  if ("error" in content) {
    const { status, message, retryAfterSeconds } = content.error;
    const retry = retryAfterSeconds === null ? {} : { retryAfterSeconds };
    return { error: { reason: "responder_error", message, status, ...retry } };
  }
  const parts = content.parts.map((part) =>
    part.type === "tool-call" ? { ...part, toolCallId: createToolCallId() } : part,
  );
  return { reply: { parts, finishReason: content.finishReason } };
}
