import { expect, it } from "vitest";
import { digestRequest } from "../core/digest";
import { hashText } from "../core/hash-text";
import type { HoldOpening } from "../core/leg";
import type { Seat, TurnRequest } from "../core/turn";
import { MemorySessionStore } from "../storage/memory-session-store";
import { fetchResponse } from "./kept-responses";
import { SessionEngine } from "./session-engine";

const SESSION_TIMEOUT_MS = 60_000;

function openSession() {
  const store = new MemorySessionStore(hashText);
  const engine = new SessionEngine({
    store,
    settings: {
      turnTimeoutMs: 10_000,
      sessionTimeoutMs: SESSION_TIMEOUT_MS,
      openTurnsMax: 64,
      responderKind: "partner",
    },
    hashText,
    createToolCallId: () => "call_1",
    onSideRequest: () => {},
  });
  const outcomeOf = (holdId: string) =>
    fetchResponse({ store, state: engine.state, nowMs: 10 }, holdId)?.outcome;
  return { engine, outcomeOf };
}

function opening(holdId: string, seat: Seat, text = "Who is there?"): HoldOpening {
  const request: TurnRequest = {
    messages: [{ role: "user", parts: [{ type: "text", text }] }],
    tools: [],
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
  };
  return {
    holdId,
    dialect: "openai-responses",
    seat,
    identity: seat,
    retryCount: 0,
    idempotencyKey: null,
    threadIds: [],
    sideRequest: null,
    digests: digestRequest(request, hashText(text), hashText),
    request,
    keptResponse: { createdAtMs: 0, instructionCount: 0, context: {}, options: {} },
  };
}

it("[PAIR-3] a retry that had to wait for probes has the reply that its first attempt has ended with", () => {
  const { engine, outcomeOf } = openSession();
  engine.open(opening("first", "caller"), 1);
  const [turnId] = Object.values(engine.state.turns).map((turn) => turn.turnId);
  const reply = {
    parts: [{ type: "text", text: "A friend." }],
    finishReason: "stop",
  } as const;
  engine.answerAsOperator(
    {
      type: "operator-reply",
      atMs: 2,
      replyId: "reply",
      target: { turnId: turnId ?? 0 },
      form: "text",
      claimant: null,
    },
    { reply },
  );
  // The first client is still believed to be there when the second request comes, and is found to have left.
  engine.open(opening("retry", "caller"), 3);
  expect(outcomeOf("retry")).toEqual({ kind: "awaited" });
  engine.apply({ type: "detach", atMs: 4, holdId: "first", isLegLost: false });
  expect(outcomeOf("retry")).toMatchObject({ kind: "reply" });
  engine.apply({ type: "delivered", atMs: 5, holdId: "retry" });
  expect(outcomeOf("retry")).toMatchObject({ kind: "reply" });
});

it("[PAIR-17] a request that ended with its session has failed, and gave its place to nobody", () => {
  const { engine, outcomeOf } = openSession();
  engine.open(opening("listener", "responder"), 1);
  engine.apply({ type: "deadline", atMs: SESSION_TIMEOUT_MS + 1 });
  expect(outcomeOf("listener")).toMatchObject({
    kind: "error",
    error: { reason: "session_timeout" },
  });
});
