import { describe, expect, it } from "vitest";
import {
  forgetKept,
  moveKept,
  readKept,
  writeKept,
  type KeyValueStore,
} from "../../../src/console/answer/kept-answers";
import { isKeptForm, keepForm, restoreForm } from "../../../src/console/answer/kept-form";
import { writtenText } from "../../../src/console/answer/written-text";
import { addRow, setPresent, setText, showRaw } from "../../../src/console/schema-form/edit-form";
import { createForm, type FormModel } from "../../../src/console/schema-form/form-model";
import { fieldAt } from "../../../src/console/schema-form/pointer";
import type { JsonObject } from "../../../src/core/json";

const SCHEMA: JsonObject = {
  type: "object",
  properties: {
    city: { type: "string" },
    days: { type: "integer" },
    unit: { enum: ["c", "f"] },
  },
  required: ["city", "unit"],
};

function reload(form: FormModel): FormModel {
  const kept: unknown = JSON.parse(JSON.stringify(keepForm(form)));
  if (!isKeptForm(kept)) throw new Error("What was kept is no form.");
  return restoreForm(SCHEMA, kept);
}

describe("a form over a reload", () => {
  it("says the same, and still asks for what is required", () => {
    const form = setText(createForm(SCHEMA), ["city"], "Bern");
    const restored = reload(form);
    expect(writtenText(restored)).toBe('{"city":"Bern"}');
    expect(fieldAt(restored.root, ["unit"])).toMatchObject({ kind: "enum", selectedIndex: null });
  });

  it("is new where nothing was filled in", () => {
    expect(restoreForm(SCHEMA, { text: "", isRaw: false }).root).toEqual(createForm(SCHEMA).root);
  });

  it("keeps what is half-typed, as the text that it is", () => {
    const withDays = setPresent(createForm(SCHEMA), [], "days", true);
    const restored = reload(setText(withDays, ["days"], "12a"));
    expect(restored.root).toMatchObject({ kind: "raw", reason: "chosen" });
    expect(writtenText(restored)).toContain('"days": 12a');
  });

  it("keeps a number of more digits than a double has", () => {
    const withDays = setPresent(createForm(SCHEMA), [], "days", true);
    const restored = reload(setText(withDays, ["days"], "12345678901234567890"));
    expect(writtenText(restored)).toContain("12345678901234567890");
  });

  it("keeps JSON as it was typed where it is shown as JSON, an empty one too", () => {
    const raw = setText(showRaw(createForm(SCHEMA), []), [], '{"city"');
    expect(reload(raw).root).toMatchObject({ kind: "raw", text: '{"city"' });
    const empty = setText(raw, [], "");
    expect(reload(empty).root).toMatchObject({ kind: "raw", text: "" });
  });

  it("keeps what was typed in an entry that has no name yet", () => {
    const withRow = addRow(createForm(SCHEMA), []);
    const path = [0];
    const typed = setText(withRow, path, "kept");
    expect(writtenText(reload(typed))).toContain('"":"kept"');
  });
});

class MemoryStore implements KeyValueStore {
  readonly #entries = new Map<string, string>();
  isFull = false;
  get length(): number {
    return this.#entries.size;
  }
  key(index: number): string | null {
    return [...this.#entries.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.#entries.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.isFull) throw new Error("QuotaExceededError");
    this.#entries.set(key, value);
  }
  removeItem(key: string): void {
    this.#entries.delete(key);
  }
}

describe("what the browser keeps of an answer", () => {
  it("is there until it is sent", () => {
    const store = new MemoryStore();
    expect(writeKept(store, "a.1.form", { text: "x" }, 1)).toBe(true);
    expect(readKept(store, "a.1.form")).toEqual({ text: "x" });
    forgetKept(store, "a.1.form");
    expect(readKept(store, "a.1.form")).toBeUndefined();
  });

  it("moves with a request that becomes a turn, and takes nothing's place there", () => {
    const store = new MemoryStore();
    writeKept(store, "hold", "from the hold", 1);
    moveKept(store, "hold", "turn");
    expect([readKept(store, "hold"), readKept(store, "turn")]).toEqual([
      undefined,
      "from the hold",
    ]);
    writeKept(store, "hold", "another", 2);
    moveKept(store, "hold", "turn");
    expect(readKept(store, "turn")).toBe("from the hold");
  });

  it("goes, the oldest first, where questions were never answered, and leaves others' entries alone", () => {
    const store = new MemoryStore();
    store.setItem("somebody.else", "theirs");
    for (let at = 0; at < 60; at += 1) writeKept(store, `t${at}`, at, at);
    expect(store.length).toBe(51);
    expect(readKept(store, "t9")).toBeUndefined();
    expect(readKept(store, "t10")).toBe(10);
    expect(store.getItem("somebody.else")).toBe("theirs");
  });

  it("is told where there is no room", () => {
    const store = new MemoryStore();
    store.isFull = true;
    expect(writeKept(store, "a", 1, 1)).toBe(false);
  });

  it("is nothing where an entry is not ours", () => {
    const store = new MemoryStore();
    store.setItem("motive-proxy.answer.a", "{");
    store.setItem("motive-proxy.answer.b", "7");
    expect([readKept(store, "a"), readKept(store, "b")]).toEqual([undefined, undefined]);
  });
});
