import { expect, it } from "vitest";
import { LIMITS } from "../../src/core/limits.ts";
import { createSessionState, type SessionState } from "../../src/pairing/state.ts";
import type { RecordedFact } from "../../src/pairing/fact.ts";
import { EVIDENCE_FOUND_MAX } from "../../src/storage/session-store.ts";
import {
  assistant,
  recordOf,
  requestOf,
  system,
  textDigestOf,
  toolCall,
  toolResult,
  user,
} from "./request-samples.ts";
import { describeHistories } from "./history-suite.ts";
import { describeDrafts } from "./draft-suite.ts";
import { describeNovelty } from "./novelty-suite.ts";
import { describeRawExchanges } from "./raw-exchange-suite.ts";
import { describeResponses } from "./response-suite.ts";
import type { WithStore } from "./with-store.ts";

/** The rules that hold for every store. */
export function describeSessionStore(withStore: WithStore): void {
  describeTransactions(withStore);
  describeState(withStore);
  describeFacts(withStore);
  describeContents(withStore);
  describeHistories(withStore);
  describeNovelty(withStore);
  describeEvidence(withStore);
  describeResponses(withStore);
  describeDrafts(withStore);
  describeRawExchanges(withStore);
}

function describeTransactions(withStore: WithStore): void {
  it("keeps the writes of a transaction and returns its result", () =>
    withStore((store) => {
      expect(store.transaction(() => store.appendFacts([started(1)]))).toBe(1);
      expect(store.readFacts(0, 9)).toHaveLength(1);
    }));

  it("takes every kind of write back when a transaction throws", () =>
    withStore((store) => {
      store.addDelivered({ textDigest: "kept", seat: "caller", turnId: 1, afterDigest: null });
      const fails = () =>
        store.transaction(() => {
          store.writeState(stateAt(5));
          store.appendFacts([started(1)]);
          store.saveRequest(recordOf("h1", [user("hi")], { tools: [{ name: "look" }] }));
          store.markShown("h1");
          store.saveReply("h2", { reply: { parts: [], finishReason: "stop" } });
          store.savePrompt({ turnId: 1, requestId: "h1", atMs: 1, text: "other" });
          store.addDelivered({
            textDigest: "kept",
            seat: "responder",
            turnId: 2,
            afterDigest: null,
          });
          store.addMinted({ id: "call_1", seat: "caller", turnId: 1 });
          throw new Error("stop");
        });
      expect(fails).toThrow("stop");
      expect({
        state: store.readState(),
        facts: store.readFacts(0, 9),
        request: store.readRequest("h1"),
        reply: store.readReply("h2"),
        prompt: store.readPrompt(1),
        delivered: store.findDelivered("kept"),
        minted: store.findMinted("call_1"),
      }).toEqual({
        state: null,
        facts: [],
        request: null,
        reply: null,
        prompt: null,
        delivered: [{ seat: "caller", turnId: 1, afterDigest: null }],
        minted: null,
      });

      store.saveRequest(recordOf("h1", [user("hi"), user("more")], { tools: [{ name: "look" }] }));
      expect(store.firstUnshownIndex("h1")).toBe(0);
      expect(store.readNews("h1")).toMatchObject({
        messages: [{ index: 0 }, { index: 1 }],
        tools: [{ name: "look" }],
      });
    }));

  it("takes back only the inner of two nested transactions", () =>
    withStore((store) => {
      store.transaction(() => {
        store.appendFacts([started(1)]);
        const fails = () =>
          store.transaction(() => {
            store.appendFacts([started(2)]);
            throw new Error("stop");
          });
        expect(fails).toThrow("stop");
        store.appendFacts([started(3)]);
      });
      expect(store.readFacts(0, 9).map(({ atMs }) => atMs)).toEqual([1, 3]);
    }));

  it("does not remember in the outer transaction what the inner one took back", () =>
    withStore((store) => {
      store.transaction(() => {
        const fails = () =>
          store.transaction(() => {
            store.saveRequest(recordOf("h1", [user("hi")]));
            store.saveReply("h2", { reply: { parts: [], finishReason: "stop" } });
            store.savePrompt({ turnId: 1, requestId: "h1", atMs: 1, text: "hi" });
            expect(store.readPrompt(1)?.text).toBe("hi");
            throw new Error("stop");
          });
        expect(fails).toThrow("stop");
        expect([store.readRequest("h1"), store.readReply("h2"), store.readPrompt(1)]).toEqual([
          null,
          null,
          null,
        ]);
        // The message is stored anew, as it was taken back too.
        store.saveRequest(recordOf("h3", [user("hi")]));
      });
      expect(store.readMessages("h3", 0)).toEqual([user("hi")]);
    }));

  it("takes back an inner transaction that succeeded inside one that throws", () =>
    withStore((store) => {
      const fails = () =>
        store.transaction(() => {
          store.transaction(() => store.appendFacts([started(1)]));
          throw new Error("stop");
        });
      expect(fails).toThrow("stop");
      expect(store.readFacts(0, 9)).toEqual([]);
    }));

  it("refuses async work at compile time", () =>
    withStore((store) => {
      // @ts-expect-error -- the writes after an await would be outside the transaction.
      const refused = () => store.transaction(async () => store.readState());
      expect(refused).toBeTypeOf("function");
    }));
}

function describeState(withStore: WithStore): void {
  it("has no state at first", () => withStore((store) => expect(store.readState()).toBeNull()));

  it("keeps a snapshot of the state", () =>
    withStore((store) => {
      const state = stateAt(5);
      store.writeState(state);
      state.nextTurnId = 7;
      const read = store.readState();
      expect(read).toEqual(stateAt(5));
      if (read !== null) read.nextTurnId = 8;
      expect(store.readState()).toEqual(stateAt(5));
    }));

  it(
    "replaces a state that is larger than a row, and by one that is smaller",
    { timeout: 30_000 },
    () =>
      withStore((store) => {
        const state = stateAt(5);
        state.threads = { ["é".repeat(LIMITS.rowBytesMax)]: "caller" };
        store.writeState(state);
        expect(store.readState()).toEqual(state);
        store.writeState(stateAt(6));
        expect(store.readState()).toEqual(stateAt(6));
      }),
  );
}

function describeFacts(withStore: WithStore): void {
  it("numbers facts from 1 on, without gaps", () =>
    withStore((store) => {
      expect(store.lastSequence()).toBe(0);
      expect(store.appendFacts([started(1), started(2), started(3)])).toBe(3);
      expect(store.appendFacts([])).toBe(3);
      expect(store.appendFacts([started(4)])).toBe(4);
      expect(store.lastSequence()).toBe(4);
      expect(store.readFacts(0, 9).map(({ sequence, atMs }) => [sequence, atMs])).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
        [4, 4],
      ]);
    }));

  it("pages through facts, also inside of what was appended together", () =>
    withStore((store) => {
      store.appendFacts([started(1), started(2), started(3)]);
      store.appendFacts([started(4), started(5)]);
      expect(store.readFacts(1, 3)).toEqual(
        [2, 3, 4].map((atMs) => ({ sequence: atMs, ...started(atMs) })),
      );
      expect(store.readFacts(4, 9)).toEqual([{ sequence: 5, ...started(5) }]);
      expect(store.readFacts(5, 9)).toEqual([]);
      expect(store.readFacts(0, 0)).toEqual([]);
    }));

  it("keeps facts that are larger than a row, alone or together", { timeout: 30_000 }, () =>
    withStore((store) => {
      const facts = [4, 4, 4, 4, 4, 0.5].map((share, index): RecordedFact => {
        const command = "é".repeat(LIMITS.rowBytesMax / share);
        return { atMs: index, fact: { type: "command-received", holdId: "h", command } };
      });
      expect(store.appendFacts(facts)).toBe(6);
      expect(store.appendFacts([started(7)])).toBe(7);
      const read = store.readFacts(0, 9).map(({ atMs, fact }) => ({ atMs, fact }));
      expect(JSON.stringify(read) === JSON.stringify([...facts, started(7)])).toBe(true);
    }),
  );
}

function describeContents(withStore: WithStore): void {
  const reply = { parts: [{ type: "text", text: "Hello." }], finishReason: "stop" } as const;

  it("returns replies and errors as they were saved, and null for an unknown source", () =>
    withStore((store) => {
      const calling = {
        parts: [{ type: "tool-call", toolCallId: "c1", toolName: "look", input: '{ "a":1}' }],
        finishReason: "tool-calls",
      } as const;
      const error = { reason: "responder_error", message: "No.", status: 418 } as const;
      store.saveReply("h1", { reply });
      store.saveReply("h2", { reply: calling });
      store.saveReply("h3", { error });
      expect(store.readReply("h1")).toEqual({ reply });
      expect(store.readReply("h2")).toEqual({ reply: calling });
      expect(store.readReply("h3")).toEqual({ error });
      expect(store.readReply("h4")).toBeNull();
    }));

  it("keeps how a reply or an error is to go out", () =>
    withStore((store) => {
      const pace = { firstTokenDelayMs: 300, tokensPerSecond: null, jitter: 0.5 };
      const delivery = { delayMs: 1_000, pace, cutAfterChars: 4 };
      const error = { reason: "responder_error", message: "No.", status: 429 } as const;
      store.saveReply("h1", { reply, delivery });
      store.saveReply("h2", { error, delivery });
      expect(store.readReply("h1")).toEqual({ reply, delivery });
      expect(store.readReply("h2")).toEqual({ error, delivery });
    }));

  it("keeps an error and a prompt that are larger than a row", { timeout: 30_000 }, () =>
    withStore((store) => {
      const text = "é".repeat(LIMITS.rowBytesMax);
      const error = { reason: "responder_error", message: text } as const;
      store.saveReply("h1", { error });
      store.savePrompt({ turnId: 1, requestId: "h", atMs: 1, text });
      expect(JSON.stringify(store.readReply("h1")) === JSON.stringify({ error })).toBe(true);
      expect(store.readPrompt(1)?.text === text).toBe(true);
    }),
  );

  it("keeps the first reply of a source", () =>
    withStore((store) => {
      store.saveReply("h1", { reply });
      store.saveReply("h1", { error: { reason: "turn_timeout", message: "Late." } });
      expect(store.readReply("h1")).toEqual({ reply });
    }));

  it("returns prompts, verbatim or composed, and the later of two", () =>
    withStore((store) => {
      store.saveRequest(recordOf("h1", [system("s"), user(" a\r\nb \u{1F600}")]));
      store.savePrompt({ turnId: 1, requestId: "h1", atMs: 5, text: " a\r\nb \u{1F600}" });
      expect(store.readPrompt(1)).toEqual({
        turnId: 1,
        requestId: "h1",
        atMs: 5,
        text: " a\r\nb \u{1F600}",
      });
      store.savePrompt({ turnId: 1, requestId: "h1", atMs: 6, text: "composed" });
      expect(store.readPrompt(1)).toEqual({
        turnId: 1,
        requestId: "h1",
        atMs: 6,
        text: "composed",
      });
      store.savePrompt({ turnId: 2, requestId: "unknown", atMs: 7, text: "" });
      expect(store.readPrompt(2)).toEqual({ turnId: 2, requestId: "unknown", atMs: 7, text: "" });
      expect(store.readPrompt(3)).toBeNull();
    }));

  it("does not take an image for its text", () =>
    withStore((store) => {
      const image = {
        type: "image",
        source: { kind: "url", url: "https://a.test/i.png" },
      } as const;
      store.saveRequest(
        recordOf("h1", [{ role: "user", parts: [{ type: "text", text: "t" }, image] }]),
      );
      store.savePrompt({ turnId: 1, requestId: "h1", atMs: 5, text: "t" });
      expect(store.readPrompt(1)?.text).toBe("t");
    }));

  it("stores a text no second time as a reply, and as a verbatim prompt", { timeout: 30_000 }, () =>
    withStore((store) => {
      const text = "long ".repeat(100_000);
      store.saveRequest(recordOf("h1", [user(text)]));
      const before = store.usedBytes();
      store.savePrompt({ turnId: 1, requestId: "h1", atMs: 5, text });
      expect(store.usedBytes() - before).toBeLessThan(50_000);
      store.saveReply("h2", { reply: { ...reply, parts: [{ type: "text", text }] } });
      const withReply = store.usedBytes();
      store.saveReply("h4", { reply: { ...reply, parts: [{ type: "text", text }] } });
      store.saveRequest(recordOf("h3", [user(text), assistant(text), user("next")]));
      expect(store.usedBytes() - withReply).toBeLessThan(50_000);
    }),
  );

  it("knows nothing of an unknown hold", () =>
    withStore((store) => {
      store.markShown("h");
      expect(store.hasRequest("h")).toBe(false);
      expect(store.readTools("h")).toBeNull();
      expect(store.readSettings("h")).toBeNull();
      expect(store.readRequest("h")).toBeNull();
      expect(store.readMessages("h", 0)).toEqual([]);
      expect(store.readNews("h")).toBeNull();
      expect(store.firstUnshownIndex("h")).toBe(0);
    }));

  it("tells whether a request is stored, its tools and its settings", () =>
    withStore((store) => {
      const responseFormat = { type: "json" } as const;
      store.saveRequest(recordOf("h1", [user("a")], { tools: [{ name: "look" }], responseFormat }));
      store.saveRequest(recordOf("h2", []));
      expect([store.hasRequest("h1"), store.hasRequest("h2")]).toEqual([true, true]);
      expect([store.readTools("h1"), store.readTools("h2")]).toEqual([[{ name: "look" }], []]);
      const { messages: _, tools: __, ...settings } = requestOf([]);
      expect(store.readSettings("h1")).toEqual({ ...settings, responseFormat });
      expect(store.readSettings("h2")).toEqual(settings);
    }));

  it("refuses to save a request twice", () =>
    withStore((store) => {
      store.saveRequest(recordOf("h1", [user("a")]));
      expect(() => store.saveRequest(recordOf("h1", [user("b")]))).toThrow(/hold/);
      expect(store.readRequest("h1")?.request).toEqual(requestOf([user("a")]));
    }));
}

function describeEvidence(withStore: WithStore): void {
  const digest = textDigestOf("hello there");

  it("finds evidence by its kind, newest first", () =>
    withStore((store) => {
      store.addDelivered({ textDigest: digest, seat: "caller", turnId: 1, afterDigest: "u" });
      store.addReceived({ textDigest: digest, seat: "responder", turnId: null });
      store.addDelivered({
        textDigest: digest,
        seat: "responder",
        turnId: null,
        afterDigest: null,
      });
      store.addMinted({ id: digest, seat: "caller", turnId: 4 });
      store.addMinted({ id: digest, seat: "caller", turnId: 5 });
      expect(store.findDelivered(digest)).toEqual([
        { seat: "responder", turnId: null, afterDigest: null },
        { seat: "caller", turnId: 1, afterDigest: "u" },
      ]);
      expect(store.findReceived(digest)).toEqual([{ seat: "responder", turnId: null }]);
      expect(store.findMinted(digest)).toEqual({ seat: "caller", turnId: 5 });
      expect([store.findDelivered("x"), store.findReceived("x"), store.findMinted("x")]).toEqual([
        [],
        [],
        null,
      ]);
    }));

  it("returns no more than the newest findings", () =>
    withStore((store) => {
      for (let turnId = 1; turnId <= 40; turnId += 1) {
        store.addReceived({ textDigest: digest, seat: "caller", turnId });
      }
      const turnIds = store.findReceived(digest).map(({ turnId }) => turnId);
      expect(turnIds).toEqual(Array.from({ length: EVIDENCE_FOUND_MAX }, (_, index) => 40 - index));
    }));

  it("keeps tool calls and results of a history apart from evidence", () =>
    withStore((store) => {
      store.saveRequest(recordOf("h1", [user("u"), toolCall("c1"), toolResult("c1", "r")]));
      expect(store.findMinted("c1")).toBeNull();
    }));
}

function started(atMs: number): RecordedFact {
  return { atMs, fact: { type: "session-started", responderKind: "partner" } };
}

function stateAt(lastActivityAtMs: number): SessionState {
  return { ...createSessionState(), lastActivityAtMs };
}
