import { digestRequest } from "../../src/core/digest";
import { hashText } from "../../src/core/hash-text";
import type { HoldOpening } from "../../src/core/leg";
import type { Message } from "../../src/core/message";
import type { TurnRequest } from "../../src/core/turn";
import type { PairingSettings } from "../../src/pairing/input";
import type { Claimant } from "../../src/pairing/state";
import type { LegDispatch } from "../../src/session/render-effect";
import type { OperatorAnswer } from "../../src/session/session-api";
import { SessionEngine } from "../../src/session/session-engine";
import { MemorySessionStore } from "../../src/storage/memory-session-store";

export const AKI: Claimant = { operatorId: "operator-aki", name: "Aki" };
export const BO: Claimant = { operatorId: "operator-bo", name: "Bo" };

type OpeningOptions = Partial<Omit<HoldOpening, "request" | "holdId">> & {
  readonly request?: Partial<TurnRequest>;
};

/** An engine with a store in memory, callers that name their seat, and a clock that a test moves. */
export class SampleSession {
  readonly store = new MemorySessionStore(hashText);
  readonly settings: PairingSettings;
  engine: SessionEngine;
  nowMs = 1_000;
  #replies = 0;

  constructor(settings: Partial<PairingSettings> = {}) {
    this.settings = {
      turnTimeoutMs: 3_600_000,
      sessionTimeoutMs: 3_600_000,
      openTurnsMax: 64,
      responderKind: "operator",
      ...settings,
    };
    this.engine = this.#createEngine();
  }

  /** As after an eviction: whatever is not stored is gone. */
  restart(): void {
    this.engine = this.#createEngine();
  }

  open(holdId: string, text: string, options: OpeningOptions = {}): readonly LegDispatch[] {
    return this.engine.open(openingOf(holdId, text, { isStream: true, ...options }), this.nowMs);
  }

  draft(turnId: number, startChars: number, text: string, operator = AKI) {
    const { nowMs: atMs } = this;
    return this.engine.appendDraft({ turnId, operator, startChars, text, pace: null, atMs });
  }

  answer(answer: Omit<OperatorAnswer, "replyId"> & Partial<OperatorAnswer>) {
    this.#replies += 1;
    return this.engine.answer({ replyId: `reply-${this.#replies}`, ...answer }, this.nowMs);
  }

  /** An answer with a text alone. */
  say(turnId: number, text: string, others: Partial<OperatorAnswer> = {}) {
    return this.answer({ target: { turnId }, content: textContent(text), ...others });
  }

  #createEngine(): SessionEngine {
    return new SessionEngine({
      store: this.store,
      settings: this.settings,
      hashText,
      createToolCallId: () => "call_1",
      onSideRequest: () => {},
    });
  }
}

export function textContent(text: string): OperatorAnswer["content"] {
  return { reply: { parts: [{ type: "text", text }], finishReason: "stop" } };
}

export function say(role: "system" | "developer" | "user" | "assistant", text: string): Message {
  return { role, parts: [{ type: "text", text }] };
}

export function openingOf(
  holdId: string,
  text: string,
  { request: others, ...options }: OpeningOptions = {},
): HoldOpening {
  const messages = [say("user", text)];
  const request: TurnRequest = {
    messages,
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
    ...others,
  };
  return {
    holdId,
    dialect: "openai-chat",
    seat: "caller",
    identity: "program",
    retryCount: 0,
    idempotencyKey: null,
    threadIds: [],
    sideRequest: null,
    digests: digestRequest(request, hashText(JSON.stringify(request)), hashText),
    request,
    ...options,
  };
}
