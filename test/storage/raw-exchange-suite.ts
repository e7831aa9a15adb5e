import { expect, it } from "vitest";
import { RAW_EXCHANGES_MAX } from "../../src/storage/raw-exchange-store.ts";
import type { WithStore } from "./with-store.ts";

/** The rules of what went over the wire, which hold for every store. */
export function describeRawExchanges(withStore: WithStore): void {
  it("keeps a request, and then its response", () =>
    withStore(({ rawExchanges }) => {
      rawExchanges.saveRequest("h1", 1, `{"model":"世界"}`);
      expect(rawExchanges.read("h1")).toEqual({ request: `{"model":"世界"}`, response: null });
      rawExchanges.saveResponse("h1", "data: [DONE]\n\n");
      expect(rawExchanges.read("h1")).toEqual({
        request: `{"model":"世界"}`,
        response: "data: [DONE]\n\n",
      });
    }));

  it("has nothing of a request that was not saved, nor takes its response", () =>
    withStore(({ rawExchanges }) => {
      rawExchanges.saveResponse("h1", "lost");
      expect(rawExchanges.read("h1")).toBeNull();
    }));

  it("forgets the oldest, and keeps no more than it says", () =>
    withStore(({ rawExchanges }) => {
      const count = 2 * RAW_EXCHANGES_MAX + 7;
      for (let index = 1; index <= count; index += 1) {
        rawExchanges.saveRequest(`h${index}`, index, `request ${index}`);
        rawExchanges.saveResponse(`h${index}`, `response ${index}`);
      }
      const kept = Array.from({ length: count }, (_, index) => index + 1).filter(
        (index) => rawExchanges.read(`h${index}`) !== null,
      );
      expect(kept).toHaveLength(RAW_EXCHANGES_MAX);
      expect(kept[0]).toBe(count - RAW_EXCHANGES_MAX + 1);
      expect(rawExchanges.read(`h${count}`)).toEqual({
        request: `request ${count}`,
        response: `response ${count}`,
      });
      rawExchanges.saveResponse("h1", "too late");
      expect(rawExchanges.read("h1")).toBeNull();
    }));

  it("shows no response of the request whose place another one has taken", () =>
    withStore(({ rawExchanges }) => {
      for (let index = 0; index <= RAW_EXCHANGES_MAX; index += 1) {
        if (index > 0) rawExchanges.saveResponse(`h${index - 1}`, "response");
        rawExchanges.saveRequest(`h${index}`, index, "request");
      }
      expect(rawExchanges.read(`h${RAW_EXCHANGES_MAX}`)?.response).toBeNull();
    }));

  it("keeps the beginning of what is too long for a row", () =>
    withStore(({ rawExchanges }) => {
      const text = "世".repeat(1_000_000);
      rawExchanges.saveRequest("h1", 1, text);
      rawExchanges.saveResponse("h1", text);
      const { request = "", response = "" } = rawExchanges.read("h1") ?? {};
      expect([text.startsWith(request), text.startsWith(response ?? "")]).toEqual([true, true]);
      expect(request.length).toBeGreaterThan(256 * 1024);
    }));

  it("takes an exchange back with its transaction", () =>
    withStore((store) => {
      store.rawExchanges.saveRequest("h1", 1, "kept");
      const fails = () =>
        store.transaction(() => {
          store.rawExchanges.saveResponse("h1", "lost");
          store.rawExchanges.saveRequest("h2", 1, "lost");
          throw new Error("stop");
        });
      expect(fails).toThrow("stop");
      expect(store.rawExchanges.read("h1")).toEqual({ request: "kept", response: null });
      expect(store.rawExchanges.read("h2")).toBeNull();
      store.rawExchanges.saveRequest("h2", 2, "again");
      expect(store.rawExchanges.read("h2")).toEqual({ request: "again", response: null });
    }));
}
