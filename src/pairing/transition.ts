import { assertNever } from "../core/assert";
import { attachHold, detachHold } from "./connection";
import { beginReply, claimTurn, handOverTurn } from "./claim";
import { endWhatIsDue, startIfNeeded } from "./deadline";
import { confirmDelivery } from "./delivery";
import type { RecordedFact } from "./fact";
import type { Effect, Input, PairingSettings, SessionReader } from "./input";
import { answerAsOperator, changeResponder } from "./operator";
import { receiveRequest } from "./request";
import { Run } from "./run";
import { confirmProbe, settleProbedHolds } from "./probe";
import { joinReturned, settleUndecided } from "./rejoin";
import type { SessionState } from "./state";

export interface Transition {
  readonly state: SessionState;
  /** To be stored, with the state, before any effect is carried out (PAIR-18). */
  readonly facts: readonly RecordedFact[];
  readonly effects: readonly Effect[];
}

/** Decides what an input means for a session. Pure: time and ids are in the input, look-ups go to the reader. */
export function transition(
  state: SessionState,
  input: Input,
  reader: SessionReader,
  settings: PairingSettings,
): Transition {
  const run = new Run(state, input.atMs, reader, settings);
  decide(run, input);
  settleProbedHolds(run);
  settleUndecided(run);
  return { state: run.state, facts: run.facts, effects: run.effects };
}

function decide(run: Run, input: Input): void {
  switch (input.type) {
    case "request":
      receiveRequest(run, input.request);
      return;
    case "attach":
      attachHold(run, input.holdId);
      joinReturned(run, input.holdId);
      return;
    case "detach":
      detachHold(run, input.holdId, input.isLegLost);
      return;
    case "delivered":
      confirmDelivery(run, input.holdId);
      return;
    case "probed":
      confirmProbe(run, input.holdId);
      joinReturned(run, input.holdId);
      return;
    case "deadline":
      endWhatIsDue(run);
      return;
    case "operator-reply":
      answerAsOperator(run, input);
      return;
    case "claim-turn":
      claimTurn(run, input);
      return;
    case "hand-over-turn":
      handOverTurn(run, input);
      return;
    case "begin-reply":
      beginReply(run, input);
      return;
    case "change-responder":
      changeResponder(run, input.responderKind);
      return;
    case "change-side-requests":
      startIfNeeded(run);
      run.record({ type: "side-requests-changed", areAnswered: input.areAnswered });
      return;
    case "change-context-visibility":
      startIfNeeded(run);
      run.record({ type: "context-visibility-changed", isHidden: input.isHidden });
      return;
    default:
      assertNever(input);
  }
}
