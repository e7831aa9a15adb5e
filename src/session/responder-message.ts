import { textOf, type Message } from "../core/message";
import { textReply } from "../core/turn";
import { parseResponderMessage, type Command, type ParsedMessage } from "../pairing/command";
import { renderPrompt } from "../pairing/prompt";
import type { ReplyContent } from "../storage/session-store";

/**
 * What a responder says with its last message. Its earlier ones are history. An assistant's at the end is a prompt that it was shown:
 * a chat UI that is to go on with a message sends it so, and the caller would get its own question for an answer.
 */
export function readResponderMessage(lastMessage: Message | undefined): ParsedMessage {
  if (lastMessage === undefined || lastMessage.role === "assistant")
    return { kind: "text", text: "" };
  const isPlain = lastMessage.parts.every((part) => part.type === "text");
  return parseResponderMessage(isPlain ? textOf(lastMessage) : renderPrompt([lastMessage]));
}

/** The reply that a responder's message amounts to. Commands that answer nothing have none. */
export function replyContentOf(
  message: ParsedMessage,
  createToolCallId: () => string,
): ReplyContent | null {
  if (message.kind === "text") return { reply: textReply(message.text) };
  return contentOfCommand(message.command, createToolCallId);
}

function contentOfCommand(command: Command, createToolCallId: () => string): ReplyContent | null {
  switch (command.name) {
    case "tool":
      return {
        reply: {
          parts: command.calls.map(({ toolName, inputJson }) => ({
            type: "tool-call",
            toolCallId: createToolCallId(),
            toolName,
            input: inputJson,
          })),
          finishReason: "tool-calls",
        },
      };
    case "refuse":
      return { reply: { parts: [{ type: "refusal", text: command.text }], finishReason: "stop" } };
    case "error":
      return {
        error: { reason: "responder_error", status: command.status, message: command.text },
      };
    default:
      return null;
  }
}
