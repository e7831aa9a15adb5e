import type { HashText } from "../core/digest";
import type { HoldOpening, SideRequestCandidate } from "../core/leg";
import { fail, succeed } from "../core/result";
import type { Input, PairingSettings } from "../pairing/input";
import {
  restoreState,
  createSessionState,
  type Hold,
  type SessionState,
  type Turn,
} from "../pairing/state";
import { transition, type Transition } from "../pairing/transition";
import type { ReplyContent, SessionStore } from "../storage/session-store";
import { arrivingRequestOf } from "./arriving-request";
import { decideSideRequest } from "./decide-side-request";
import { addedTextOf, Drafts } from "./drafts";
import { findTurn, otherClaimant } from "./find-turn";
import type {
  AnswerResult,
  ClaimRequest,
  ClaimResult,
  DraftPiece,
  DraftProblem,
  DraftResult,
  HandOverRequest,
} from "./operator-action";
import { contentOfAnswer, operatorInputOf } from "./operator-input";
import { recordContent } from "./record-content";
import { recordRawExchange } from "./record-raw-exchange";
import { recordResponses } from "./record-response";
import { renderEffect, type LegDispatch } from "./render-effect";
import type { OperatorAnswer } from "./session-api";
import { createStoreReader } from "./store-reader";

export interface EngineOptions {
  readonly store: SessionStore;
  readonly settings: PairingSettings;
  readonly hashText: HashText;
  readonly createToolCallId: () => string;
  /** PAIR-2: a chat UI's own request was answered by rule. */
  readonly onSideRequest: (holdId: string, candidate: SideRequestCandidate) => void;
}

/** What comes with an input, and is stored with what was decided. */
interface Brought {
  readonly opening?: HoldOpening;
  readonly operatorContent?: ReplyContent;
  readonly rawResponse?: string;
  readonly draft?: { readonly turn: Turn; readonly text: string };
}

/** What brings no content, and what nobody has to be told about. */
type PlainInput = Exclude<
  Input,
  {
    readonly type:
      | "request"
      | "attach"
      | "operator-reply"
      | "claim-turn"
      | "hand-over-turn"
      | "begin-reply";
  }
>;

/**
 * One session between its store and its state machine: every input is decided and stored before anything is sent (PAIR-18), without
 * any other event in between, and what is stored is stored in one transaction. It knows no sockets and no clock.
 */
export class SessionEngine {
  readonly #options: EngineOptions;
  readonly #drafts: Drafts;
  #state: SessionState | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#drafts = new Drafts(options.store);
  }

  get state(): SessionState {
    this.#state ??= this.#readState();
    return this.#state;
  }

  /** A client's request. The same opening may come twice, when the first leg was lost before it was acknowledged. */
  open(opening: HoldOpening, atMs: number): readonly LegDispatch[] {
    const { holdId } = opening;
    const isLive = this.state.holds[holdId] !== undefined;
    if (!isLive && this.#options.store.hasRequest(holdId)) return [replacedDispatch(holdId)];
    const sideRequest = decideSideRequest(opening, this.state, this.#options.store);
    const request = arrivingRequestOf(opening, sideRequest, atMs);
    return this.#step({ type: "request", atMs, request }, { opening });
  }

  /** A further leg of a hold. */
  attach(holdId: string, atMs: number): readonly LegDispatch[] {
    const isLive = this.state.holds[holdId] !== undefined;
    if (!isLive && this.#options.store.hasRequest(holdId)) return [replacedDispatch(holdId)];
    return this.#step({ type: "attach", atMs, holdId }, {});
  }

  /** The whole response of a hold was written; what was written comes along where the Worker says so. */
  deliver(holdId: string, atMs: number, rawResponse: string | null): readonly LegDispatch[] {
    const brought = rawResponse === null ? {} : { rawResponse };
    return this.#step({ type: "delivered", atMs, holdId }, brought);
  }

  /** Everything that brings no content. */
  apply(input: PlainInput): readonly LegDispatch[] {
    // Every leg is closed in the end, and nearly always after its hold has ended.
    if (input.type === "detach" && !canDetach(this.state.holds[input.holdId])) return [];
    return this.#step(input, {});
  }

  answerAsOperator(
    input: Extract<Input, { type: "operator-reply" }>,
    content: ReplyContent,
  ): readonly LegDispatch[] {
    return this.#step(input, { operatorContent: content });
  }

  /** A whole answer of an operator. The same one again is done once, and succeeds. */
  answer(answer: OperatorAnswer, atMs: number): AnswerResult {
    const found = operatorInputOf(this.state, this.#options.store, answer, atMs);
    if (!found.ok) return found;
    const { input, turnId } = found.value;
    if (input === null) return succeed({ turnId, dispatches: [] });
    const { nextTurnId } = this.state;
    const dispatches = this.answerAsOperator(input, contentOfAnswer(answer));
    if (turnId === null && nextTurnId === this.state.nextTurnId)
      return fail({ reason: "no-such-turn" });
    return succeed({ turnId: turnId ?? nextTurnId, dispatches });
  }

  /** PAIR-16. Whoever has the turn already may claim it again. */
  claim({ target, claimant, isTakeOver, atMs }: ClaimRequest): ClaimResult {
    const found = findTurn(this.state, this.#options.store, target);
    if (!found.ok) return fail({ reason: found.error, claimedBy: null });
    const turn = found.value;
    const claimedBy = otherClaimant(turn, claimant.operatorId);
    if (claimedBy !== null && !isTakeOver) return fail({ reason: "claimed", claimedBy });
    const { nextTurnId } = this.state;
    const dispatches = this.#step({ type: "claim-turn", atMs, target, claimant, isTakeOver }, {});
    if (turn === null && nextTurnId === this.state.nextTurnId)
      return fail({ reason: "no-such-turn", claimedBy: null });
    return succeed({ turnId: turn?.turnId ?? nextTurnId, dispatches });
  }

  /** PAIR-16. What is nobody's can be given away by everybody. */
  handOver({ turnId, fromOperatorId, claimant, atMs }: HandOverRequest): ClaimResult {
    const found = findTurn(this.state, this.#options.store, { turnId });
    if (!found.ok) return fail({ reason: found.error, claimedBy: null });
    const claimedBy = otherClaimant(found.value, fromOperatorId);
    if (claimedBy !== null) return fail({ reason: "claimed", claimedBy });
    const dispatches = this.#step({ type: "hand-over-turn", atMs, turnId, claimant }, {});
    return succeed({ turnId, dispatches });
  }

  /** What was accepted so far of the reply to a turn; empty where it was not begun. */
  draftTextOf(turnId: number): string {
    return this.#drafts.textOf(this.state.turns[turnId]);
  }

  /**
   * PAIR-20: stores a piece of a reply, and says what goes to the caller. Only the piece that begins the reply changes the session's
   * state; each later one is one row.
   */
  appendDraft(piece: DraftPiece): DraftResult {
    const { turnId, operator, atMs } = piece;
    const found = findTurn(this.state, this.#options.store, { turnId });
    const turn = found.ok ? found.value : null;
    const acceptedText = this.draftTextOf(turnId);
    const refuse = (reason: DraftProblem["reason"]): DraftResult =>
      fail({ reason, acceptedText, claimedBy: turn?.claimedBy ?? null });
    if (turn === null) return refuse(found.ok ? "no-such-turn" : found.error);
    if (otherClaimant(turn, operator.operatorId) !== null) return refuse("claimed");
    if (!this.#drafts.isPossible(turn)) return refuse("no-draft");
    const added = addedTextOf(acceptedText, piece);
    if (!added.ok) return refuse(added.error);
    const addedText = added.value;
    const acceptedChars = acceptedText.length + addedText.length;
    if (addedText === "")
      return succeed({ acceptedChars, addedText, isFirst: false, dispatches: [] });
    const isFirst = !turn.isBegun || turn.claimedBy === null;
    const draft = { turn, text: addedText };
    if (isFirst) this.#step({ type: "begin-reply", atMs, turnId, claimant: operator }, { draft });
    else this.#append(turn, addedText, atMs);
    const message = {
      type: "draft",
      startChars: acceptedText.length,
      text: addedText,
      pace: piece.pace,
    } as const;
    const hold = this.state.holds[turn.holdId];
    const isAwaited = hold?.isAttached === true && hold.outcome === null;
    const dispatches = isAwaited ? [{ holdId: turn.holdId, message }] : [];
    return succeed({ acceptedChars, addedText, isFirst, dispatches });
  }

  #append(turn: Turn, text: string, atMs: number): void {
    const { store } = this.#options;
    this.#orForget(() => store.transaction(() => this.#drafts.append(turn, text, atMs)));
  }

  #readState(): SessionState {
    const stored = this.#options.store.readState();
    return stored === null ? createSessionState() : restoreState(stored);
  }

  #step(input: Input, brought: Brought): readonly LegDispatch[] {
    const { store, settings } = this.#options;
    const before = this.state;
    const candidate = brought.opening?.sideRequest ?? null;
    return this.#orForget(() => {
      const reader = createStoreReader(store, before, brought.opening ?? null);
      const decided = transition(before, input, reader, settings);
      const render = (): readonly LegDispatch[] =>
        decided.effects.map((effect) =>
          renderEffect(store, decided.state, effect, candidate?.toolName),
        );
      const dispatches =
        decided.facts.length === 0
          ? render()
          : store.transaction(() => {
              this.#record(before, decided, brought, input.atMs);
              // Within the transaction, what was just written need not be read again.
              return render();
            });
      this.#state = decided.state;
      this.#drafts.forget(decided.state.turns);
      for (const { fact } of decided.facts) {
        if (fact.type === "side-request-answered" && candidate !== null)
          this.#options.onSideRequest(fact.holdId, candidate);
      }
      return dispatches;
    });
  }

  #record(before: SessionState, decided: Transition, brought: Brought, atMs: number): void {
    const { store } = this.#options;
    recordContent(this.#options, before, decided, brought);
    recordResponses(store, decided, brought.opening);
    recordRawExchange(store, before, decided, brought);
    if (brought.draft !== undefined)
      this.#drafts.append(brought.draft.turn, brought.draft.text, atMs);
    store.appendFacts(decided.facts);
    store.writeState(decided.state);
  }

  /** What was not stored has not happened: the next input starts from the store. */
  #orForget<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.#state = null;
      this.#drafts.forget();
      throw error;
    }
  }
}

/** The hold has ended while its leg was away, because another request stands in its place. */
function replacedDispatch(holdId: string): LegDispatch {
  return {
    holdId,
    message: {
      type: "error",
      error: { reason: "request_replaced", message: "A later request took the place of this one." },
    },
  };
}

function canDetach(hold: Hold | undefined): boolean {
  return hold !== undefined && (hold.isAttached || hold.isLegLost);
}
