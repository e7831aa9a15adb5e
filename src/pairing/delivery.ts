import { partyKeyOf } from "./party";
import type { Run } from "./run";
import type { Arrival } from "./state";

/** PAIR-14: the whole response was written, and the client was still there at its end. */
export function confirmDelivery(run: Run, holdId: string): void {
  const outcome = run.hold(holdId)?.outcome ?? null;
  if (outcome === null) return;
  endDelivered(run, holdId, "confirmation");
}

/** A history that contains a delivery is its receipt. */
export function confirmByHistory(run: Run, request: Arrival): void {
  const { holdId, evidence } = request;
  if (evidence?.isExact !== true || evidence.deliveredTurnId === null) return;
  for (const hold of run.holds()) {
    const { outcome, seat, arrival } = hold;
    if (arrival.holdId === holdId || seat !== evidence.seat) continue;
    if (outcome?.kind !== "reply" && outcome?.kind !== "prompt") continue;
    // A prompt can be under way to several responders, and this is the receipt of one.
    if (outcome.kind === "prompt" && partyKeyOf(arrival) !== partyKeyOf(request)) continue;
    if (outcome.turnId === evidence.deliveredTurnId) endDelivered(run, arrival.holdId, "history");
  }
}

/** Who answers a prompt has got it, also where its leg was lost before it could be confirmed. */
export function confirmByReply(run: Run, turnId: number): void {
  const hold = run.hold(run.turn(turnId)?.shownHoldId ?? "");
  if (hold?.isLegLost !== true || hold.outcome?.kind !== "prompt") return;
  if (hold.outcome.turnId === turnId) endDelivered(run, hold.arrival.holdId, "history");
}

function endDelivered(run: Run, holdId: string, by: "confirmation" | "history"): void {
  const outcome = run.hold(holdId)?.outcome ?? null;
  if (outcome?.kind === "reply" && run.turn(outcome.turnId) !== undefined) {
    run.record({ type: "turn-delivered", turnId: outcome.turnId, by });
  }
  run.record({ type: "hold-ended", holdId, why: "delivered" });
}
