import type { Seat } from "../core/turn";
import type { Delivery, HistoryEntry, SessionReader } from "./input";
import type { Evidence } from "./state";

/** How far back a history is read. Evidence near the tail decides; the rest only costs look-ups. */
const ENTRIES_READ_MAX = 24;

/** What one recognised message adds for a seat. A short text alone stays below the threshold (PAIR-4). */
const WEIGHT = {
  exact: 2,
  longDelivered: 2,
  shortDelivered: 0.5,
  longReceived: 1,
  shortReceived: 0.5,
};
const DECISIVE_SCORE = 1;

interface Score {
  points: number;
  delivered: Delivery | null;
  isExact: boolean;
  askedTurnId: number | null;
}

/**
 * PAIR-4: recognises a client by what this session delivered to it and received from it. Roles are mirrored between the two ends,
 * so the wrong seat scores on the wrong role and stays near zero. With `onlySeat`, the seat is known and only the turn is sought.
 */
export function findEvidence(
  history: readonly HistoryEntry[],
  reader: SessionReader,
  onlySeat: Seat | null,
): Evidence | null {
  const minted = findMintedEvidence(history, reader, onlySeat);
  if (minted !== null) return minted;
  const scores: Record<Seat, Score> = { caller: createScore(), responder: createScore() };
  const oldest = Math.max(0, history.length - 1 - ENTRIES_READ_MAX);
  for (let index = history.length - 2; index >= oldest; index -= 1) {
    const entry = history[index];
    if (entry === undefined || entry.digest.text === null) continue;
    if (entry.role === "assistant") scoreDelivered(scores, entry, history[index - 1], reader);
    else scoreReceived(scores, entry, history[index + 1], reader);
    if (isClear(scores)) break;
  }
  const seat = onlySeat ?? decideSeat(scores);
  if (seat === null) return null;
  const score = scores[seat];
  if (onlySeat === null && score.points < DECISIVE_SCORE) return null;
  if (score.points === 0) return null;
  return {
    seat,
    deliveredTurnId: score.delivered?.turnId ?? null,
    askedTurnId: score.askedTurnId,
    isExact: score.isExact,
  };
}

function createScore(): Score {
  return { points: 0, delivered: null, isExact: false, askedTurnId: null };
}

/** An id that this session minted and that comes back is certain. */
function findMintedEvidence(
  history: readonly HistoryEntry[],
  reader: SessionReader,
  onlySeat: Seat | null,
): Evidence | null {
  for (const entry of history.toReversed()) {
    // Ids behind the newest delivery say nothing about it.
    if (entry.role === "assistant" && entry.digest.toolCallIds.length === 0) return null;
    for (const id of entry.digest.toolCallIds) {
      const minted = reader.findMinted(id);
      if (minted === null || (onlySeat !== null && minted.seat !== onlySeat)) continue;
      return {
        seat: minted.seat,
        deliveredTurnId: minted.turnId,
        askedTurnId: null,
        isExact: true,
      };
    }
  }
  return null;
}

function scoreDelivered(
  scores: Record<Seat, Score>,
  entry: HistoryEntry,
  before: HistoryEntry | undefined,
  reader: SessionReader,
): void {
  const deliveries = reader.findDelivered(entry.digest.text ?? "");
  for (const seat of ["caller", "responder"] as const) {
    const candidates = deliveries.filter((delivery) => delivery.seat === seat);
    const afterDigest = before?.digest.text ?? null;
    const exact = candidates.find(
      (delivery) => afterDigest !== null && delivery.afterDigest === afterDigest,
    );
    const delivery = exact ?? candidates[0];
    if (delivery === undefined) continue;
    const score = scores[seat];
    if (exact !== undefined) score.points += WEIGHT.exact;
    else score.points += entry.digest.isShortText ? WEIGHT.shortDelivered : WEIGHT.longDelivered;
    // A notice that names no question says nothing of the prompt before it.
    if (score.delivered === null || (score.delivered.turnId === null && delivery.turnId !== null)) {
      score.delivered = delivery;
      score.isExact = exact !== undefined;
    }
  }
}

function scoreReceived(
  scores: Record<Seat, Score>,
  entry: HistoryEntry,
  after: HistoryEntry | undefined,
  reader: SessionReader,
): void {
  const receipts = reader.findReceived(entry.digest.text ?? "");
  // In a group chat another member's words are a user message too, but its own client does not answer them.
  const isAnswered = after !== undefined && isAnswer(after);
  for (const seat of ["caller", "responder"] as const) {
    const receipt = receipts.find((candidate) => candidate.seat === seat);
    if (receipt === undefined) continue;
    const score = scores[seat];
    if (isAnswered)
      score.points += entry.digest.isShortText ? WEIGHT.shortReceived : WEIGHT.longReceived;
    // A question that something follows as an answer, or that is behind the newest delivery, is asked no more.
    if (!isAnswered && score.delivered === null && score.askedTurnId === null)
      score.askedTurnId = receipt.turnId;
  }
}

/** Some clients keep an empty answer in the place of one that was stopped. */
export function isAnswer({ role, digest }: HistoryEntry): boolean {
  return role === "assistant" && (digest.text !== null || digest.toolCallIds.length > 0);
}

function isClear(scores: Record<Seat, Score>): boolean {
  const { caller, responder } = scores;
  return (
    Math.abs(caller.points - responder.points) >= WEIGHT.exact &&
    (caller.delivered ?? responder.delivered)?.turnId != null &&
    Math.min(caller.points, responder.points) === 0
  );
}

function decideSeat({ caller, responder }: Record<Seat, Score>): Seat | null {
  if (caller.points >= 2 * responder.points && caller.points > 0) return "caller";
  if (responder.points >= 2 * caller.points && responder.points > 0) return "responder";
  return null;
}
