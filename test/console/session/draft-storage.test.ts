import { describe, expect, it } from "vitest";
import { createDraftStorage } from "../../../src/console/session/draft-storage";
import { memoryStorage } from "./memory-storage";

const DAY_MS = 86_400_000;
const draft = { text: "one two", sentChars: 4, savedAtMs: 0 };

describe("the storage of drafts", () => {
  it("keeps them by session and question", () => {
    const storage = createDraftStorage(memoryStorage(), 0);
    storage.write("a", "turn 1", draft);
    storage.write("b", "turn 1", { ...draft, text: "other" });
    expect(storage.read("a", "turn 1")).toEqual(draft);
    storage.forget("a", "turn 1");
    expect(storage.read("a", "turn 1")).toBe(null);
    expect(storage.read("b", "turn 1")?.text).toBe("other");
  });

  it("forgets in the end what nobody came back for, and nothing that is not its own", () => {
    const items = memoryStorage();
    items.setItem("someone-else", "kept");
    createDraftStorage(items, 0).write("a", "turn 1", draft);
    expect(createDraftStorage(items, 6 * DAY_MS).read("a", "turn 1")).toEqual(draft);
    expect(createDraftStorage(items, 8 * DAY_MS).read("a", "turn 1")).toBe(null);
    expect(items.getItem("someone-else")).toBe("kept");
  });

  it("says where nothing can be kept", () => {
    expect(createDraftStorage(memoryStorage(10), 0).write("a", "turn 1", draft)).toBe(false);
    expect(createDraftStorage(null, 0).write("a", "turn 1", draft)).toBe(false);
    expect(createDraftStorage(null, 0).read("a", "turn 1")).toBe(null);
  });

  it("takes no other's writing for a draft", () => {
    const items = memoryStorage();
    const storage = createDraftStorage(items, 0);
    for (const source of ["{", "null", '"text"', '{"text":1}', '{"text":"a","sentChars":"1"}']) {
      items.setItem("motive-proxy.draft.a\nturn 1", source);
      expect(storage.read("a", "turn 1")).toBe(null);
    }
    items.setItem("motive-proxy.draft.a\nturn 1", '{"text":"ab","sentChars":9,"savedAtMs":1}');
    expect(storage.read("a", "turn 1")).toEqual({ text: "ab", sentChars: 2, savedAtMs: 1 });
  });
});
