import type { HoldOpening } from "../core/leg";
import { textReply } from "../core/turn";
import type { Outcome, SessionState } from "../pairing/state";
import type { Transition } from "../pairing/transition";
import type { ResponseEnd } from "../storage/response-store";
import type { SessionStore } from "../storage/session-store";
import { renderNotice } from "./render-effect";

/**
 * Keeps the response of a request whose client may fetch it later, and what it ends with. Runs in the transition's transaction, after
 * its content was stored, and so before anything of the response is sent.
 */
export function recordResponses(
  store: SessionStore,
  { state, facts, effects }: Transition,
  opening: HoldOpening | undefined,
): void {
  for (const { fact, atMs } of facts) {
    switch (fact.type) {
      case "hold-opened":
      case "hold-retried": {
        const { holdId } = fact.arrival;
        // A retry that had to wait for probes was opened, and saved, before.
        if (opening?.holdId === holdId && opening.keptResponse !== undefined)
          store.responses.save({ holdId, ...opening.keptResponse });
        // A retry may come to what its first attempt has ended with.
        recordEnd(store, state, holdId, state.holds[holdId]?.outcome ?? null, atMs);
        break;
      }
      case "hold-resolved":
        recordEnd(store, state, fact.holdId, fact.outcome, atMs);
        break;
      case "hold-reopened":
        recordEnd(store, state, fact.holdId, null, atMs);
        break;
      case "session-expired":
        // Its holds are told so, and end with it without a fact of their own.
        for (const effect of effects) {
          if (effect.type === "resolve")
            recordEnd(store, state, effect.holdId, effect.outcome, atMs);
        }
        break;
      default:
    }
  }
}

function recordEnd(
  store: SessionStore,
  state: SessionState,
  holdId: string,
  outcome: Outcome | null,
  atMs: number,
): void {
  if (!store.responses.has(holdId)) return;
  store.responses.end(
    holdId,
    outcome === null ? null : endOf(store, state, { holdId, outcome, atMs }),
  );
}

interface Resolved {
  readonly holdId: string;
  readonly outcome: Outcome;
  readonly atMs: number;
}

function endOf(
  store: SessionStore,
  state: SessionState,
  { holdId, outcome, atMs }: Resolved,
): ResponseEnd {
  switch (outcome.kind) {
    case "reply": {
      const { sourceId, turnId } = outcome;
      return { kind: "reply", sourceId, turnId, givenAtMs: atMs };
    }
    case "prompt":
      return { kind: "prompt", turnId: outcome.turnId };
    case "error":
      return { kind: "error", error: outcome.error };
    case "notice": {
      // What a notice says depends on the question that is open now.
      const sourceId = `notice:${holdId}`;
      store.saveReply(sourceId, { reply: textReply(renderNotice(store, state, outcome.notice)) });
      return { kind: "notice", sourceId };
    }
  }
}
