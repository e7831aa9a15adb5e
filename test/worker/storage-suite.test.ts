import { describe } from "vitest";
import { describeSessionStore } from "../storage/session-store-suite.ts";
import { testHash } from "../storage/test-hash.ts";
import { migrate } from "../../src/storage/migrations.ts";
import { SqliteSessionStore } from "../../src/storage/sqlite-session-store.ts";
import { withStorage } from "./storage-sample.ts";

describe("the store in a Durable Object's SQLite", () => {
  describeSessionStore((test) =>
    withStorage((storage) => {
      migrate(storage);
      test(new SqliteSessionStore(storage, testHash));
    }),
  );
});

describe("the store in SQLite, with all texts sharing few slots", () => {
  describeSessionStore((test) =>
    withStorage((storage) => {
      migrate(storage);
      test(new SqliteSessionStore(storage, testHash, (text) => text.length % 3));
    }),
  );
});
