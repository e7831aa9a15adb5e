import { describe, expect, it } from "vitest";
import { digestRequest } from "../../src/core/digest";
import { hashText } from "../../src/core/hash-text";
import type { HoldOpening, SideRequestCandidate } from "../../src/core/leg";
import type { JsonObject } from "../../src/core/json";
import { createSessionState } from "../../src/pairing/state";
import { decideSideRequest } from "../../src/session/decide-side-request";
import { SessionEngine } from "../../src/session/session-engine";
import { recogniseSideRequest } from "../../src/side-requests/recognise-side-request";
import { MemorySessionStore } from "../../src/storage/memory-session-store";
import type { SessionStore } from "../../src/storage/session-store";
import * as ui from "./chat-uis";
import { CHAT, SIDE_REQUESTS } from "./corpus";
import { decode } from "./decode";

/** A store that must not be asked anything. */
const untouchable = new Proxy({} as SessionStore, {
  get(_, name) {
    throw new Error(`The store was asked for ${String(name)}.`);
  },
});

function open(holdId: string, body: JsonObject): HoldOpening {
  const { request, hints } = decode(body);
  const raw = hashText(JSON.stringify(body));
  return {
    holdId,
    dialect: "openai-chat",
    seat: null,
    identity: "one",
    retryCount: 0,
    idempotencyKey: null,
    threadIds: [],
    sideRequest: recogniseSideRequest(request, hints),
    digests: digestRequest(request, raw, hashText),
    request,
  };
}

function createEngine() {
  const answered: [string, SideRequestCandidate][] = [];
  const store = new MemorySessionStore(hashText);
  const engine = new SessionEngine({
    store,
    settings: {
      turnTimeoutMs: 60_000,
      sessionTimeoutMs: 60_000,
      openTurnsMax: 64,
      responderKind: "partner",
    },
    hashText,
    createToolCallId: () => "call_1",
    onSideRequest: (holdId, candidate) => answered.push([holdId, candidate]),
  });
  return { engine, store, answered };
}

describe("a session's decision", () => {
  it("[PAIR-2] asks the store nothing for an ordinary request, nor where two marks are there", () => {
    const state = createSessionState();
    const ordinary = open("a", { messages: [{ role: "user", content: "Good morning" }] });
    expect(decideSideRequest(ordinary, state, untouchable)).toBeNull();
    for (const { signatureId, body } of SIDE_REQUESTS) {
      expect(decideSideRequest(open("b", body), state, untouchable)?.kind).toBe(signatureId);
    }
  });

  it("[PAIR-2] is against it where the session has switched it off", () => {
    const state = { ...createSessionState(), answersSideRequests: false };
    const title = open("a", ui.openWebUiTask("german-title", CHAT));
    expect(decideSideRequest(title, state, untouchable)).toBeNull();
  });

  it("[PAIR-2] knows the replies of operators and the questions that they were for", () => {
    const { engine } = createEngine();
    engine.open(
      open("asked", { messages: [{ role: "user", content: CHAT[0]?.content ?? "" }] }),
      1,
    );
    engine.answerAsOperator(
      {
        type: "operator-reply",
        atMs: 2,
        replyId: "r",
        target: { holdId: "asked" },
        form: "text",
        claimant: null,
      },
      { reply: { parts: [{ type: "text", text: CHAT[1]?.content ?? "" }], finishReason: "stop" } },
    );
    engine.apply({ type: "delivered", atMs: 3, holdId: "asked" });
    const title = open("title", ui.openWebUiTask("german-title", CHAT.slice(1)));
    const [dispatch] = engine.open(title, 4);
    expect(dispatch?.message).toMatchObject({
      type: "resolve",
      events: [
        { type: "text-delta", text: '{"title":"Give it the brightest spot that"}' },
        { type: "finish" },
      ],
    });
  });
});

describe("a side request that was answered", () => {
  it("[PAIR-2] is told with its signature, once each time, and is stored without its content", () => {
    const { engine, store, answered } = createEngine();
    const body = ui.openWebUiTask("title", CHAT);
    engine.open(open("first", body), 1);
    expect(answered.map(([holdId, { signatureId }]) => [holdId, signatureId])).toEqual([
      ["first", "open-webui-title"],
    ]);
    engine.open(open("repeated", body), 2);
    expect(answered).toHaveLength(1);
    expect(store.hasRequest("first")).toBe(false);
    expect(store.hasRequest("repeated")).toBe(true);
    expect(engine.state.holds["repeated"]?.seat).toBeNull();
  });
});
