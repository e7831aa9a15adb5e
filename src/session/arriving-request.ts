import type { HoldOpening, SideRequest } from "../core/leg";
import type { ArrivingRequest, HistoryEntry } from "../pairing/input";

/** Reduces a request to what the pairing rules look at: digests and marks, no content. */
export function arrivingRequestOf(
  opening: HoldOpening,
  sideRequest: SideRequest | null,
  atMs: number,
): ArrivingRequest {
  const history: HistoryEntry[] = [];
  for (const [index, message] of opening.request.messages.entries()) {
    const digest = opening.digests.messages[index];
    // PAIR-4: system messages count for nothing, as they carry dates.
    if (digest === undefined || message.role === "system" || message.role === "developer") continue;
    history.push({ role: message.role, digest });
  }
  return {
    arrival: {
      holdId: opening.holdId,
      atMs,
      explicitSeat: opening.seat,
      identity: opening.identity,
      ...(opening.isContextHidden === true ? { isContextHidden: true } : {}),
      rawDigest: opening.digests.raw,
      canonicalDigest: opening.digests.canonical,
      retryCount: opening.retryCount,
      idempotencyKey: opening.idempotencyKey,
      threadIds: opening.threadIds,
      systemDigest: opening.digests.system,
      toolsDigest: opening.digests.tools,
      chainDigest: opening.digests.chain.at(-1) ?? null,
    },
    history,
    chain: opening.digests.chain,
    sideRequest,
  };
}
