import type { SessionCommand } from "../console-protocol/session-command";

type ReplyCommand = Extract<SessionCommand, { readonly type: "reply" }>;

/** An invited player answers with text: no calls, no errors, no delays, and nothing that the caller does not want. */
export function isAllowedToPlayers({ content, delivery, isUnchecked }: ReplyCommand): boolean {
  if (isUnchecked || "error" in content) return false;
  if (delivery.delayMs > 0 || delivery.cutAfterChars !== null) return false;
  return content.finishReason === "stop" && content.parts.every(({ type }) => type === "text");
}
