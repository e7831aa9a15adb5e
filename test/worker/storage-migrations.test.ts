import { describe, expect, it } from "vitest";
import { MIGRATIONS, migrate, type Migration } from "../../src/storage/migrations.ts";
import { SqliteSessionStore } from "../../src/storage/sqlite-session-store.ts";
import { recordOf, user } from "../storage/request-samples.ts";
import { testHash } from "../storage/test-hash.ts";
import { withStorage } from "./storage-sample.ts";

const NEXT: Migration = {
  number: MIGRATIONS.length + 1,
  statements: [`ALTER TABLE requests ADD COLUMN note TEXT NOT NULL DEFAULT 'none'`],
};

describe("the migrations", () => {
  it("are numbered from 1 without gaps", () => {
    expect(MIGRATIONS.map(({ number }) => number)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  it("are not changed once they are released", () => {
    const digests = MIGRATIONS.map(({ statements }) => testHash(statements.join(";")));
    // Append the digest of a new migration here; a changed one is an object that cannot be opened any more.
    expect(digests).toEqual([
      "tiuajgr4ausmppesr5x9151g1s1q",
      "v9aybq6iojre0x0sf4491r1i1v10",
      "8nb391382nvjvn0bi25r1a0d1s1r",
    ]);
  });

  it("run once", () =>
    withStorage((storage) => {
      migrate(storage);
      migrate(storage);
      expect(numbersOf(storage)).toEqual(MIGRATIONS.map(({ number }) => number));
    }));

  it("write nothing to a store that is up to date", () =>
    withStorage((storage) => {
      migrate(storage);
      const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
      const sql = {
        exec: (query: string, ...values: SqlStorageValue[]) => {
          const cursor = storage.sql.exec(query, ...values);
          cursors.push(cursor);
          return cursor;
        },
      } as SqlStorage;
      migrate({ sql, transactionSync: (work) => storage.transactionSync(work) });
      expect(cursors.map(({ rowsWritten }) => rowsWritten)).toEqual([0, 0]);
    }));

  it("upgrade a store of an old version, whose content stays", () =>
    withStorage((storage) => {
      migrate(storage);
      const record = recordOf("h1", [user("kept")]);
      const saving = new SqliteSessionStore(storage, testHash);
      saving.saveRequest(record);
      saving.saveReply("r1", { reply: { parts: [], finishReason: "stop" } });
      // As the first version left it.
      for (const statement of [
        `ALTER TABLE requests DROP COLUMN is_stream`,
        `ALTER TABLE replies DROP COLUMN delivery`,
        `DROP TABLE drafts`,
        `DROP TABLE raw_exchanges`,
        `DROP TABLE responses`,
        `DELETE FROM migrations WHERE number > 1`,
      ]) {
        storage.sql.exec(statement);
      }

      migrate(storage, [...MIGRATIONS, NEXT]);
      expect(numbersOf(storage)).toEqual([...MIGRATIONS, NEXT].map(({ number }) => number));
      expect(storage.sql.exec(`SELECT hold_id, note FROM requests`).toArray()).toEqual([
        { hold_id: "h1", note: "none" },
      ]);
      const store = new SqliteSessionStore(storage, testHash);
      expect(store.readRequest("h1")).toMatchObject({ request: record.request, isStream: null });
      expect(store.readReply("r1")).toEqual({ reply: { parts: [], finishReason: "stop" } });
      store.drafts.append(1, { startChars: 0, text: "a", atMs: 1 });
      store.rawExchanges.saveRequest("h1", 1, "{}");
      expect([store.drafts.read(1).length, store.rawExchanges.read("h1")?.request]).toEqual([
        1,
        "{}",
      ]);
    }));

  it("leave a store as it was when one of them fails", () =>
    withStorage((storage) => {
      const failing: Migration = {
        ...NEXT,
        statements: [...NEXT.statements, `ALTER TABLE nowhere ADD COLUMN x TEXT`],
      };
      expect(() => migrate(storage, [...MIGRATIONS, failing])).toThrow(/nowhere/);
      migrate(storage);
      expect(numbersOf(storage)).toEqual(MIGRATIONS.map(({ number }) => number));
      migrate(storage, [...MIGRATIONS, NEXT]);
      expect(numbersOf(storage)).toHaveLength(MIGRATIONS.length + 1);
    }));
});

function numbersOf(storage: DurableObjectStorage): readonly number[] {
  const rows = storage.sql
    .exec<{ number: number }>(`SELECT number FROM migrations ORDER BY number`)
    .toArray();
  return rows.map(({ number }) => number);
}
