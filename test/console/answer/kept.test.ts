import { describe, expect, it } from "vitest";
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
