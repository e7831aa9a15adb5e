import type { MessageDigest } from "../core/digest";
import type { Seat } from "../core/turn";
import type { Fact } from "./fact";
import type { Notice } from "./state";

/** One row of the evidence index (PAIR-4). */
export type IndexRow =
  | {
      readonly type: "delivered";
      readonly textDigest: string;
      readonly seat: Seat;
      readonly turnId: number | null;
      /** The user text before it in the history of the client that gets it; null where that has none. */
      readonly afterDigest: string | null;
    }
  | {
      readonly type: "received";
      readonly textDigest: string;
      readonly seat: Seat;
      readonly turnId: number | null;
    }
  | { readonly type: "minted"; readonly id: string; readonly seat: Seat; readonly turnId: number };

/**
 * The content that the facts are about. Each hold that is asked for here was opened by this or an earlier fact; a retry counts as a
 * hold of its own. Null stands for what has no text.
 */
export interface IndexContent {
  /** The request's last message; null if that is an assistant's or a system message. */
  lastMessage(holdId: string): Pick<MessageDigest, "text"> | null;
  /** `Arrival.lastUserDigest` of the hold. */
  lastUserDigest(holdId: string): string | null;
  /** Of the normalised prompt that is shown for a turn. */
  promptDigest(turnId: number): string | null;
  /** The reply that a turn was answered with, the first one; null if that was an error. */
  reply(turnId: number): Pick<MessageDigest, "text" | "toolCallIds"> | null;
  /** Of the normalised text of a notice. */
  noticeDigest(notice: Notice): string | null;
}

/** What a fact adds to the evidence index. A retry adds nothing: it says and gets what the first attempt did. */
export function projectFact(fact: Fact, content: IndexContent): readonly IndexRow[] {
  switch (fact.type) {
    case "turn-opened":
      return receivedRows(fact.holdId, "caller", fact.turnId, content);
    case "hold-seated":
      // A caller's question is indexed with its turn, which is opened next.
      return fact.seat === "caller" ? [] : receivedRows(fact.holdId, "responder", null, content);
    case "turn-shown":
      return deliveredRows(content.promptDigest(fact.turnId), "responder", fact, content);
    case "hold-resolved":
      return resolvedRows(fact, content);
    default:
      return [];
  }
}

/** Only the last message is the request's own: parallel requests share what came before. */
function receivedRows(
  holdId: string,
  seat: Seat,
  turnId: number | null,
  content: IndexContent,
): readonly IndexRow[] {
  const textDigest = content.lastMessage(holdId)?.text ?? null;
  return textDigest === null ? [] : [{ type: "received", textDigest, seat, turnId }];
}

function deliveredRows(
  textDigest: string | null,
  seat: Seat,
  { holdId, turnId }: { readonly holdId: string; readonly turnId: number | null },
  content: IndexContent,
): readonly IndexRow[] {
  if (textDigest === null) return [];
  return [
    { type: "delivered", textDigest, seat, turnId, afterDigest: content.lastUserDigest(holdId) },
  ];
}

function resolvedRows(
  { holdId, outcome }: Extract<Fact, { readonly type: "hold-resolved" }>,
  content: IndexContent,
): readonly IndexRow[] {
  switch (outcome.kind) {
    case "reply": {
      const { turnId } = outcome;
      const reply = content.reply(turnId);
      if (reply === null) return [];
      return [
        ...deliveredRows(reply.text, "caller", { holdId, turnId }, content),
        ...reply.toolCallIds.map((id): IndexRow => ({
          type: "minted",
          id,
          seat: "caller",
          turnId,
        })),
      ];
    }
    case "notice": {
      const { notice } = outcome;
      // A side answer is nobody's conversation.
      if (notice.kind === "side-answer") return [];
      const { turnId } = notice;
      return deliveredRows(content.noticeDigest(notice), "responder", { holdId, turnId }, content);
    }
    case "prompt":
    case "error":
      return [];
  }
}
