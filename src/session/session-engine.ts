import type { HashText } from "../core/digest";
import type { HoldOpening, SideRequestCandidate } from "../core/leg";
import type { Input, PairingSettings } from "../pairing/input";
import { createSessionState, type SessionState } from "../pairing/state";
import { transition } from "../pairing/transition";
import type { ReplyContent, SessionStore } from "../storage/session-store";
import { arrivingRequestOf } from "./arriving-request";
import { decideSideRequest } from "./decide-side-request";
import { recordContent } from "./record-content";
import { recordResponses } from "./record-response";
import { renderEffect, type LegDispatch } from "./render-effect";
import { createStoreReader } from "./store-reader";

export interface EngineOptions {
  readonly store: SessionStore;
  readonly settings: PairingSettings;
  readonly hashText: HashText;
  readonly createToolCallId: () => string;
  /** PAIR-2: a chat UI's own request was answered by rule. */
  readonly onSideRequest: (holdId: string, candidate: SideRequestCandidate) => void;
}

/**
 * One session between its store and its state machine: every input is decided and stored before anything is sent (PAIR-18), without
 * any other event in between, and what is stored is stored in one transaction. It knows no sockets and no clock.
 */
export class SessionEngine {
  readonly #options: EngineOptions;
  #state: SessionState | null = null;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    this.#state ??= this.#options.store.readState() ?? createSessionState();
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

  /** Everything that brings no content. */
  apply(
    input: Exclude<Input, { type: "request" | "operator-reply" | "attach" }>,
  ): readonly LegDispatch[] {
    // Every leg is closed in the end, and nearly always after its hold has ended.
    if (input.type === "detach" && this.state.holds[input.holdId]?.isAttached !== true) return [];
    return this.#step(input, {});
  }

  answerAsOperator(
    input: Extract<Input, { type: "operator-reply" }>,
    content: ReplyContent,
  ): readonly LegDispatch[] {
    return this.#step(input, { operatorContent: content });
  }

  #step(
    input: Input,
    brought: { readonly opening?: HoldOpening; readonly operatorContent?: ReplyContent },
  ): readonly LegDispatch[] {
    const { store, settings } = this.#options;
    const before = this.state;
    const candidate = brought.opening?.sideRequest ?? null;
    try {
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
              recordContent(this.#options, before, decided, brought);
              recordResponses(store, decided, brought.opening);
              store.appendFacts(decided.facts);
              store.writeState(decided.state);
              // Within the transaction, what was just written need not be read again.
              return render();
            });
      this.#state = decided.state;
      for (const { fact } of decided.facts) {
        if (fact.type === "side-request-answered" && candidate !== null)
          this.#options.onSideRequest(fact.holdId, candidate);
      }
      return dispatches;
    } catch (error) {
      // What was not stored has not happened: the next input starts from the store.
      this.#state = null;
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
