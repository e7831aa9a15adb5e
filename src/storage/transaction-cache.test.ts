import { describe, expect, it } from "vitest";
import { TransactionCache } from "./transaction-cache.ts";

describe("what a transaction remembers", () => {
  it("is at hand until its end, whether it succeeds or not", () => {
    const cache = new TransactionCache();
    const rows = cache.rows<number>();
    cache.run(() => {
      rows.set("a", 1);
      expect(rows.get("a")).toBe(1);
    });
    expect(rows.get("a")).toBeUndefined();
    const fails = (): void =>
      cache.run(() => {
        rows.set("a", 1);
        throw new Error("stop");
      });
    expect(fails).toThrow("stop");
    expect(rows.get("a")).toBeUndefined();
  });

  it("is nothing outside a transaction", () => {
    const rows = new TransactionCache().rows<number>();
    rows.set("a", 1);
    expect(rows.get("a")).toBeUndefined();
  });

  it("is forgotten with an inner transaction, which may be taken back alone", () => {
    const cache = new TransactionCache();
    const rows = cache.rows<number>();
    cache.run(() => {
      rows.set("a", 1);
      cache.run(() => rows.set("b", 2));
      expect([rows.get("a"), rows.get("b")]).toEqual([undefined, undefined]);
      rows.set("c", 3);
      expect(rows.get("c")).toBe(3);
    });
  });
});
