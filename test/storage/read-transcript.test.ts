import { describe, expect, it } from "vitest";
import type { Fact } from "../../src/pairing/fact.ts";
import type { Arrival } from "../../src/pairing/state.ts";
import { MemorySessionStore } from "../../src/storage/memory-session-store.ts";
import { readTranscript } from "../../src/storage/read-transcript.ts";
import type { SessionStore } from "../../src/storage/session-store.ts";
import { assistant, recordOf, system, user } from "./request-samples.ts";
import { testHash } from "./test-hash.ts";

const EVERYTHING = { afterSequence: 0, limit: 1_000, bytesMax: 1_000_000 };
const SETTINGS = {
  toolChoice: { type: "auto" },
  allowsParallelToolCalls: true,
  responseFormat: { type: "text" },
  parameters: { temperature: 1 },
  unknownFields: {},
};

describe("the transcript", () => {
  it("joins a turn's facts with their content", () => {
    const store = new MemorySessionStore(testHash);
    const tools = [{ name: "look" }];
    store.saveRequest(
      recordOf("h1", [system("s"), user("u")], { tools, parameters: { temperature: 1 } }),
    );
    store.savePrompt({ turnId: 1, requestId: "h1", atMs: 1, text: "u" });
    const reply = { parts: [{ type: "text", text: "a" }], finishReason: "stop" } as const;
    const error = { reason: "responder_error", message: "No.", status: 418 } as const;
    store.saveRequest(
      recordOf("h2", [user("hello"), assistant("u"), user("a")], {
        parameters: { temperature: 1 },
      }),
    );
    store.saveReply("h2", { reply });
    store.saveReply("operator 1", { error });
    append(store, [
      { type: "hold-opened", arrival: arrivalOf("h1") },
      { type: "turn-opened", turnId: 1, holdId: "h1", deadlineAtMs: 9, followsTurnId: null },
      { type: "turn-shown", turnId: 1, holdId: "h2" },
      { type: "hold-opened", arrival: arrivalOf("h2") },
      { type: "message-unprompted", holdId: "h2" },
      { type: "turn-answered", turnId: 1, source: { kind: "partner", holdId: "h2" }, form: "text" },
      {
        type: "reply-superseded",
        turnId: 1,
        source: { kind: "operator", replyId: "operator 1" },
        form: "error",
      },
    ]);
    expect(readTranscript(store, EVERYTHING)).toEqual({
      events: [
        {
          type: "hold-opened",
          holdId: "h1",
          seat: "caller",
          dialect: "openai-chat",
          newMessages: [
            { index: 0, message: system("s") },
            { index: 1, message: user("u") },
          ],
          tools,
          ...SETTINGS,
        },
        { type: "turn-opened", turnId: 1, holdId: "h1", deadlineAtMs: 9, followsTurnId: null },
        { type: "turn-shown", turnId: 1, holdId: "h2", prompt: "u" },
        {
          type: "hold-opened",
          holdId: "h2",
          seat: "caller",
          dialect: "openai-chat",
          newMessages: [user("hello"), assistant("u"), user("a")].map((message, index) => ({
            index,
            message,
          })),
        },
        { type: "message-unprompted", holdId: "h2", text: "a" },
        {
          type: "turn-answered",
          turnId: 1,
          source: { kind: "partner", holdId: "h2" },
          form: "text",
          reply,
        },
        {
          type: "reply-superseded",
          turnId: 1,
          source: { kind: "operator", replyId: "operator 1" },
          form: "error",
          error,
        },
      ].map((event, index) => ({ sequence: index + 1, atMs: 10 * index, ...event })),
      nextSequence: null,
    });
  });

  it("tells whose a turn is, what was begun and hidden, and how an answer went out", () => {
    const store = new MemorySessionStore(testHash);
    const claimant = { operatorId: "operator-1", name: "Aki" };
    const reply = { parts: [{ type: "text", text: "a" }], finishReason: "stop" } as const;
    const delivery = { delayMs: 9, pace: null, cutAfterChars: 1 };
    store.drafts.append(1, { startChars: 0, text: "a", atMs: 5 });
    store.saveReply("r1", { reply, delivery });
    const source = { kind: "operator", replyId: "r1" } as const;
    const facts: readonly Fact[] = [
      { type: "context-visibility-changed", isHidden: true },
      { type: "turn-claimed", turnId: 1, claimant },
      { type: "turn-claimed", turnId: 1, claimant: null },
      { type: "reply-begun", turnId: 1 },
      { type: "turn-answered", turnId: 1, source, form: "cut" },
    ];
    append(store, facts);
    const { events } = readTranscript(store, EVERYTHING);
    expect(events.map(({ sequence: _sequence, atMs: _atMs, ...event }) => event)).toEqual([
      ...facts.slice(0, -1),
      { type: "turn-answered", turnId: 1, source, form: "cut", reply, delivery },
    ]);
  });

  it("has no digest and no identity", () => {
    const store = new MemorySessionStore(testHash);
    append(store, [
      { type: "hold-opened", arrival: arrivalOf("h1") },
      { type: "hold-retried", holdId: "h1", arrival: arrivalOf("h2") },
      { type: "side-request-answered", holdId: "h3", kind: "title", digest: "secret" },
      {
        type: "party-seen",
        seat: "caller",
        identity: "secret",
        profiles: ["secret"],
        threadIds: ["secret"],
        sendsHistory: true,
      },
    ]);
    const { events } = readTranscript(store, EVERYTHING);
    expect(JSON.stringify(events)).not.toContain("secret");
    expect(events).toEqual([
      { sequence: 1, atMs: 0, type: "hold-opened", holdId: "h1", seat: "caller" },
      { sequence: 2, atMs: 10, type: "hold-retried", holdId: "h1", byHoldId: "h2" },
      { sequence: 3, atMs: 20, type: "side-request-answered", holdId: "h3", kind: "title" },
      { sequence: 4, atMs: 30, type: "party-seen", seat: "caller" },
    ]);
  });

  it("comes in pages of so many events", () => {
    const store = new MemorySessionStore(testHash);
    append(
      store,
      Array.from({ length: 5 }, (): Fact => ({ type: "session-expired" })),
    );
    const pages = readPages(store, { limit: 2, bytesMax: 1_000_000 });
    expect(pages).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("comes in pages of so many bytes, with one event at least", () => {
    const store = new MemorySessionStore(testHash);
    const small: Fact = { type: "command-received", holdId: "h", command: "x" };
    const large: Fact = { type: "command-received", holdId: "h", command: "é".repeat(1_000) };
    append(store, [small, small, large, small, large]);
    expect(readPages(store, { limit: 100, bytesMax: 1_500 })).toEqual([[1, 2], [3], [4], [5]]);
  });

  it("ends where there is nothing more", () => {
    const store = new MemorySessionStore(testHash);
    expect(readTranscript(store, EVERYTHING)).toEqual({ events: [], nextSequence: null });
    append(store, [{ type: "session-expired" }]);
    expect(readTranscript(store, { ...EVERYTHING, limit: 1 }).nextSequence).toBeNull();
    expect(readTranscript(store, { ...EVERYTHING, afterSequence: 1 })).toEqual({
      events: [],
      nextSequence: null,
    });
  });
});

function append(store: SessionStore, facts: readonly Fact[]): void {
  store.appendFacts(facts.map((fact, index) => ({ atMs: 10 * index, fact })));
}

function readPages(
  store: SessionStore,
  size: { readonly limit: number; readonly bytesMax: number },
): readonly (readonly number[])[] {
  const pages: (readonly number[])[] = [];
  let afterSequence: number | null = 0;
  while (afterSequence !== null) {
    const page = readTranscript(store, { afterSequence, ...size });
    pages.push(page.events.map(({ sequence }) => sequence));
    afterSequence = page.nextSequence;
  }
  return pages;
}

function arrivalOf(holdId: string): Arrival {
  return {
    holdId,
    atMs: 1,
    explicitSeat: "caller",
    identity: "secret",
    rawDigest: "secret",
    canonicalDigest: "secret",
    retryCount: 0,
    idempotencyKey: "secret",
    threadIds: ["secret"],
    systemDigest: "secret",
    toolsDigest: "secret",
    chainDigest: "secret",
    lastUserDigest: "secret",
    hasHistory: false,
    evidence: null,
    continuesHoldIds: [],
  };
}
