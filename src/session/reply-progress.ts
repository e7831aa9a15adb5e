import type { ReplyDelivery } from "../core/reply-delivery";
import { eventsOfReply } from "../core/turn";
import { estimateOutputTokens } from "../core/usage";
import type { Hold } from "../pairing/state";
import type { ReplyContent } from "../storage/session-store";

export interface GivenReply {
  readonly content: ReplyContent;
  /** When it was given to the hold that it is for. */
  readonly givenAtMs: number;
  /** That hold; undefined from when its delivery is confirmed, or nobody holds it any more. */
  readonly hold: Hold | undefined;
}

/** Whether nothing of a reply has gone yet, because it is to be late. */
export function isDelayed(
  { content, givenAtMs }: Omit<GivenReply, "hold">,
  nowMs: number,
): boolean {
  return nowMs < givenAtMs + (content.delivery?.delayMs ?? 0);
}

/**
 * Whether a reply that is to be late, slow or cut off is still on its way. While its client is there, only the Worker knows how far it
 * has come, and says so at the end. To a client that has left nothing is written, so that it takes as long as it would have taken.
 */
export function isOnItsWay({ content, givenAtMs, hold }: GivenReply, nowMs: number): boolean {
  const { delivery } = content;
  if (delivery === undefined || hold === undefined) return false;
  return hold.isAttached || nowMs < givenAtMs + durationMs(content, delivery);
}

/** Without the jitter, which is to either side. */
function durationMs(content: ReplyContent, { delayMs, pace }: ReplyDelivery): number {
  if (pace === null || "error" in content) return delayMs;
  const { firstTokenDelayMs, tokensPerSecond } = pace;
  if (tokensPerSecond === null) return delayMs + firstTokenDelayMs;
  const tokens = estimateOutputTokens(eventsOfReply(content.reply));
  return delayMs + firstTokenDelayMs + (tokens * 1_000) / tokensPerSecond;
}
