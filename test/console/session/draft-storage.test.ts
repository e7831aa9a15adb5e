import { describe, expect, it } from "vitest";
import { createDraftStorage, isYoungerThan } from "../../../src/console/session/draft-storage";
import { MemoryBrowser } from "../kept/memory-browser";

const draft = { text: "one two", sentChars: 4, caretChars: 5, savedAtMs: 0 };

describe("the storage of drafts", () => {
  it("keeps them by session and question", () => {
    const storage = createDraftStorage(new MemoryBrowser().open().storage);
    storage.write("a", "turn 1", draft);
    storage.write("b", "turn 1", { ...draft, text: "another" });
    expect(storage.read("a", "turn 1")).toEqual(draft);
    storage.forget("a", "turn 1");
    expect(storage.read("a", "turn 1")).toBe(null);
    expect(storage.read("b", "turn 1")?.text).toBe("another");
  });

  it("takes no other's writing for a draft", () => {
    const { storage: tab } = new MemoryBrowser().open();
    const storage = createDraftStorage(tab);
    for (const value of [null, "text", { text: 1 }, { text: "a", sentChars: "1" }]) {
      tab.write("draft a\nturn 1", value);
      expect(storage.read("a", "turn 1")).toBe(null);
    }
    tab.write("draft a\nturn 1", { text: "ab", sentChars: 9, caretChars: 7, savedAtMs: 1 });
    expect(storage.read("a", "turn 1")).toEqual({
      text: "ab",
      sentChars: 2,
      caretChars: null,
      savedAtMs: 1,
    });
  });

  it("knows that a draft is older than a turn, whose number an earlier one had", () => {
    expect(isYoungerThan(60_000, draft)).toBe(false);
    expect(isYoungerThan(5_000, draft)).toBe(true);
  });
});
