import type { Hold, SessionState } from "../../../src/pairing/state";

export function attachedListenerOf(state: SessionState): Hold | null {
  return (
    Object.values(state.holds).find(
      ({ seat, isAttached, outcome }) => seat === "responder" && isAttached && outcome === null,
    ) ?? null
  );
}
