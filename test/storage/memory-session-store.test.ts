import { describe } from "vitest";
import { MemorySessionStore } from "../../src/storage/memory-session-store.ts";
import { describeSessionStore } from "./session-store-suite.ts";
import { testHash } from "./test-hash.ts";

describe("the store in memory", () => {
  describeSessionStore((test) => {
    test(new MemorySessionStore(testHash));
    return Promise.resolve();
  });
});
