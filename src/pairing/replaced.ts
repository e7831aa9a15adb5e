import type { TurnError } from "../core/turn-error";
import type { Run } from "./run";

export const RESPONDER_REPLACED: TurnError = {
  reason: "responder_replaced",
  message: "A later request took the responder's seat over.",
};

/**
 * Ends a hold whose place another request has taken, and says so. Also where its client is believed to have left: if it is there after
 * all, as one that was slow to answer a probe, it must not wait for ever.
 */
export function endReplaced(run: Run, holdId: string, error: TurnError): void {
  run.effect({ type: "resolve", holdId, outcome: { kind: "error", error } });
  run.record({ type: "hold-ended", holdId, why: "replaced" });
}
