import { expect, it } from "vitest";
import type { ResponseRecord } from "../../src/storage/response-store.ts";
import type { WithStore } from "./with-store.ts";

/** The rules of kept responses that hold for every store. */
export function describeResponses(withStore: WithStore): void {
  it("keeps a response with its context, and awaits its end", () =>
    withStore(({ responses }) => {
      const record = responseOf("h1");
      responses.save(record);
      expect(responses.read("h1")).toEqual({ ...record, end: null });
      expect([responses.has("h1"), responses.has("h2")]).toEqual([true, false]);
      expect(responses.read("h2")).toBeNull();
    }));

  it("keeps one response for each hold", () =>
    withStore(({ responses }) => {
      responses.save(responseOf("h1"));
      expect(() => responses.save(responseOf("h1"))).toThrow(/./);
    }));

  it("remembers what a response ends with, and that it is awaited again", () =>
    withStore(({ responses }) => {
      responses.save(responseOf("h1"));
      responses.end("h1", { kind: "prompt", turnId: 3 });
      expect(responses.read("h1")?.end).toEqual({ kind: "prompt", turnId: 3 });
      responses.end("h1", null);
      expect(responses.read("h1")?.end).toBeNull();
      const error = { reason: "turn_timeout", message: "Nobody answered." } as const;
      responses.end("h1", { kind: "error", error });
      expect(responses.read("h1")?.end).toEqual({ kind: "error", error });
    }));

  it("takes no end for a response that it does not keep", () =>
    withStore(({ responses }) => {
      responses.end("h1", { kind: "reply", sourceId: "s1" });
      expect(responses.read("h1")).toBeNull();
    }));

  it("forgets a response, and what it would end with", () =>
    withStore(({ responses }) => {
      responses.save(responseOf("h1"));
      responses.save(responseOf("h2"));
      expect(responses.remove("h1")).toBe(true);
      responses.end("h1", { kind: "reply", sourceId: "s1" });
      expect([responses.read("h1"), responses.read("h2")?.holdId]).toEqual([null, "h2"]);
      expect(responses.remove("h1")).toBe(false);
    }));

  it("takes the writes of responses back with their transaction", () =>
    withStore((store) => {
      store.responses.save(responseOf("kept"));
      store.responses.save(responseOf("removed"));
      const fails = () =>
        store.transaction(() => {
          store.responses.save(responseOf("h1"));
          store.responses.end("kept", { kind: "reply", sourceId: "s1" });
          store.responses.remove("removed");
          throw new Error("stop");
        });
      expect(fails).toThrow("stop");
      expect(store.responses.read("h1")).toBeNull();
      expect(store.responses.read("kept")?.end).toBeNull();
      expect(store.responses.has("removed")).toBe(true);

      store.responses.save(responseOf("h1"));
      expect(store.responses.read("h1")).toEqual({ ...responseOf("h1"), end: null });
    }));
}

function responseOf(holdId: string): ResponseRecord {
  return {
    holdId,
    createdAtMs: 1_790_000_000_123,
    instructionCount: 1,
    context: { model: "a-session", isStream: false, inputTokens: 7 },
    options: { instructions: "Be brief.", tools: [{ type: "function", name: "look" }] },
  };
}
