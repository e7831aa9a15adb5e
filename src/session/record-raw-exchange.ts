import type { HoldOpening } from "../core/leg";
import type { SessionState } from "../pairing/state";
import type { Transition } from "../pairing/transition";
import type { SessionStore } from "../storage/session-store";

interface BroughtRaw {
  readonly opening?: HoldOpening;
  /** What was written to the client whose delivery is confirmed. */
  readonly rawResponse?: string;
}

/** Keeps what callers send and get over the wire, for operators to look at. What responders' clients send would only take its place. */
export function recordRawExchange(
  store: SessionStore,
  before: SessionState,
  { state, facts }: Transition,
  { opening, rawResponse }: BroughtRaw,
): void {
  for (const { atMs, fact } of facts) {
    if (fact.type === "hold-opened" || fact.type === "hold-retried") {
      const { holdId } = fact.arrival;
      const hold = state.holds[holdId];
      const isAsked = hold !== undefined && hold.seat !== "responder";
      if (opening?.holdId === holdId && opening.rawRequest !== undefined && isAsked)
        store.rawExchanges.saveRequest(holdId, atMs, opening.rawRequest);
    }
    if (fact.type === "hold-ended" && fact.why === "delivered" && rawResponse !== undefined) {
      if (before.holds[fact.holdId]?.seat === "caller")
        store.rawExchanges.saveResponse(fact.holdId, rawResponse);
    }
  }
}
