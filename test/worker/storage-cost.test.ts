import { describe, expect, it } from "vitest";
import { createSessionState } from "../../src/pairing/state.ts";
import { migrate } from "../../src/storage/migrations.ts";
import { RAW_EXCHANGES_MAX } from "../../src/storage/raw-exchange-store.ts";
import type { SessionStore } from "../../src/storage/session-store.ts";
import { SqliteSessionStore } from "../../src/storage/sqlite-session-store.ts";
import { textDigestOf } from "../storage/request-samples.ts";
import { testHash } from "../storage/test-hash.ts";
import { CountingStorage, SampleConversation, withStorage } from "./storage-sample.ts";

const TURNS = 1_000;

describe("the cost of a long session", () => {
  for (const [kind, windowMessages] of [
    ["full histories", Infinity],
    ["windows of 200 messages", 200],
    ["windows of 4 messages", 4],
  ] as const) {
    it(`is about the sum of its distinct messages, with ${kind}`, { timeout: 60_000 }, () =>
      withStorage((storage) => {
        migrate(storage);
        const counting = new CountingStorage(storage);
        const store = new SqliteSessionStore(counting.counted, testHash);
        const conversation = new SampleConversation("caller");
        const sizeBefore = storage.sql.databaseSize;
        let written = 0;
        let writtenMost = 0;
        let bytesAtHalf = 0;
        for (let turn = 1; turn <= TURNS; turn += 1) {
          conversation.say("user");
          counting.take();
          store.saveRequest(conversation.request(`h${turn}`, windowMessages));
          const { rowsWritten } = counting.take();
          written += rowsWritten;
          writtenMost = Math.max(writtenMost, rowsWritten);
          if (turn === TURNS / 2) bytesAtHalf = storage.sql.databaseSize - sizeBefore;
          const textDigest = textDigestOf(conversation.say("assistant"));
          store.addDelivered({ textDigest, seat: "caller", turnId: turn, afterDigest: null });
        }
        const bytes = storage.sql.databaseSize - sizeBefore;
        const rows = countRows(storage);
        expect(rows["requests"]).toBe(TURNS);
        // The messages themselves, the settings, and a block for each few messages.
        expect(rows["contents"]).toBeLessThan(2 * TURNS * 1.5);
        expect(written / TURNS).toBeLessThan(4);
        expect(writtenMost).toBeLessThan(10);
        expect(bytes).toBeLessThan(conversation.bytes() * 4);
        expect(bytes / bytesAtHalf).toBeLessThan(2.5);
        expect(store.readMessages(`h${TURNS}`, 0)).toEqual(
          conversation.messages.slice(0, -1).slice(-windowMessages),
        );
      }),
    );
  }
});

describe("the cost of an ordinary turn", () => {
  it("is counted", () =>
    withStorage((storage) => {
      migrate(storage);
      const counting = new CountingStorage(storage);
      const store = new SqliteSessionStore(counting.counted, testHash);
      const caller = new SampleConversation("caller");
      const responder = new SampleConversation("responder");
      responder.say("user");
      for (let turn = 1; turn <= 20; turn += 1) runTurn(store, caller, responder, turn);
      counting.take();
      for (let turn = 21; turn <= 40; turn += 1) runTurn(store, caller, responder, turn);
      const { statements, rowsRead, rowsWritten } = counting.take();
      // As docs/storage.md has it: 23 rows, and a block of one of the histories in every second turn.
      expect(rowsWritten / 20).toBeGreaterThanOrEqual(23);
      expect(rowsWritten / 20).toBeLessThanOrEqual(23.8);
      // Some of them are the ring of what went over the wire.
      expect(rowsRead / 20).toBeLessThan(400);
      expect(statements / 20).toBeLessThan(32);
    }));

  it("is paid without reading a table from end to end", () =>
    withStorage((storage) => {
      migrate(storage);
      const counting = new CountingStorage(storage);
      const store = new SqliteSessionStore(counting.counted, testHash);
      runTurn(store, new SampleConversation("caller"), new SampleConversation("responder"), 1);
      store.readRequest("caller 1");
      store.readFacts(0, 1);
      const scans = [...counting.statements].flatMap((statement) => {
        const parameters = new Set(
          statement.match(/\?\d*/g)?.map((name, at) => (name === "?" ? at : name)),
        );
        const values = Array.from(parameters, () => "[]");
        const plan = storage.sql
          .exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`, ...values)
          .toArray();
        return plan
          .map(({ detail }) => detail)
          .filter((detail) => /^SCAN (?!json_each|state|raw_exchanges|CONSTANT)/.test(detail));
      });
      expect(scans).toEqual([]);
    }));
});

describe("the cost of a reply that is being written", () => {
  it("is one row for each piece, and nothing that is read", () =>
    withStorage((storage) => {
      migrate(storage);
      const counting = new CountingStorage(storage);
      const store = new SqliteSessionStore(counting.counted, testHash);
      const pieces = 200;
      for (let piece = 0; piece < pieces; piece += 1)
        store.drafts.append(1, { startChars: 5 * piece, text: "word ", atMs: piece });
      const { statements, rowsRead, rowsWritten } = counting.take();
      expect([statements, rowsWritten, rowsRead]).toEqual([pieces, pieces, 0]);
      expect(store.drafts.read(1)).toHaveLength(pieces);
      expect(counting.take()).toMatchObject({ statements: 1, rowsRead: pieces });
    }));
});

describe("the cost of what went over the wire", () => {
  it("is a row for the request and one for the response, and few that are read", () =>
    withStorage((storage) => {
      migrate(storage);
      const counting = new CountingStorage(storage);
      const store = new SqliteSessionStore(counting.counted, testHash);
      const exchange = (index: number) => {
        store.rawExchanges.saveRequest(`h${index}`, index, "request ".repeat(4_000));
        store.rawExchanges.saveResponse(`h${index}`, "response ".repeat(4_000));
      };
      for (let index = 0; index < 3 * RAW_EXCHANGES_MAX; index += 1) exchange(index);
      counting.take();
      exchange(3 * RAW_EXCHANGES_MAX);
      const { statements, rowsRead, rowsWritten } = counting.take();
      expect([statements, rowsWritten]).toEqual([2, 2]);
      expect(rowsRead).toBeLessThanOrEqual(2 * RAW_EXCHANGES_MAX + 4);
    }));
});

/** What a Session stores in a turn between two clients with histories: four transitions, with two or three facts each. */
function runTurn(
  store: SessionStore,
  caller: SampleConversation,
  responder: SampleConversation,
  turnId: number,
): void {
  const question = caller.say("user");
  const asking = caller.request(`caller ${turnId}`);
  store.transaction(() => {
    store.saveRequest(asking);
    store.rawExchanges.saveRequest(asking.holdId, 1, question);
    store.addReceived({ textDigest: textDigestOf(question), seat: "caller", turnId });
    const prompt = store.readMessages(asking.holdId, store.firstUnshownIndex(asking.holdId));
    expect(prompt).toEqual([caller.messages.at(-1)]);
    store.savePrompt({ turnId, requestId: asking.holdId, atMs: 1, text: question });
    store.markShown(asking.holdId);
    store.addDelivered({
      textDigest: textDigestOf(question),
      seat: "responder",
      turnId,
      afterDigest: "a",
    });
    transit(store, turnId);
  });
  store.transaction(() => transit(store, turnId));

  responder.say("assistant", question);
  const answer = responder.say("user");
  const answering = responder.request(`responder ${turnId}`);
  store.transaction(() => {
    store.saveRequest(answering);
    store.addReceived({ textDigest: textDigestOf(answer), seat: "responder", turnId });
    store.saveReply(answering.holdId, {
      reply: { parts: [{ type: "text", text: answer }], finishReason: "stop" },
    });
    store.addDelivered({
      textDigest: textDigestOf(answer),
      seat: "caller",
      turnId,
      afterDigest: "q",
    });
    transit(store, turnId);
  });
  store.transaction(() => {
    store.rawExchanges.saveResponse(asking.holdId, answer);
    transit(store, turnId);
  });
  caller.say("assistant", answer);
}

function transit(store: SessionStore, turnId: number): void {
  store.appendFacts([
    { atMs: 1, fact: { type: "turn-delivered", turnId, by: "confirmation" } },
    { atMs: 1, fact: { type: "turn-expired", turnId } },
  ]);
  store.writeState({ ...createSessionState(), nextTurnId: turnId });
}

function countRows(storage: DurableObjectStorage): Readonly<Record<string, number>> {
  const tables = ["requests", "contents"];
  return Object.fromEntries(
    tables.map((table) => [
      table,
      storage.sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n,
    ]),
  );
}
