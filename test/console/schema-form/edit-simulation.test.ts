import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as edit from "../../../src/console/schema-form/edit-form";
import { createForm, type FormModel } from "../../../src/console/schema-form/form-model";
import type { FieldPath, FormField } from "../../../src/console/schema-form/form-node";
import { readForm, writeField } from "../../../src/console/schema-form/form-text";
import { fieldAt, insideChoice } from "../../../src/console/schema-form/pointer";
import { validateForm } from "../../../src/console/schema-form/validate-form";
import { describeSchemaFaults } from "../../../src/core/check-json-schema";
import type { JsonObject } from "../../../src/core/json";
import { fuzz } from "../../protocols/arbitraries";
import { anySchemaWithValue } from "./any-schema";

/** What a person does to some field; the numbers pick the field and what is done to it. */
interface Deed {
  readonly where: number;
  readonly what: number;
  readonly text: string;
}

const anyDeed: fc.Arbitrary<Deed> = fc.record({
  where: fc.nat(1_000),
  what: fc.nat(5),
  text: fc.constantFrom("", "a", "12", "-1.5", "{", '{"a":[1]}', "null", "more", "１２"),
});

function pathsOf(field: FormField, path: FieldPath = []): readonly FieldPath[] {
  const inside = insideChoice(field);
  const steps =
    inside?.kind === "object"
      ? [
          ...inside.properties.filter((one) => one.field !== null).map(({ name }) => name),
          ...inside.rows.keys(),
        ]
      : inside?.kind === "array"
        ? [...inside.items.keys()]
        : [];
  const inner = steps.flatMap((step) => {
    const own = fieldAt(field, [step]);
    return own === null ? [] : pathsOf(own, [...path, step]);
  });
  return [path, ...inner];
}

function act(form: FormModel, { where, what, text }: Deed): FormModel {
  const paths = pathsOf(form.root);
  const path = paths[where % paths.length] ?? [];
  const field = fieldAt(form.root, path);
  if (what === 0) return edit.showRaw(form, path);
  if (what === 1) {
    const shown = edit.showForm(form, path);
    return shown.ok ? shown.value : form;
  }
  if (what === 2 && field?.kind === "choice")
    return edit.chooseVariant(form, path, where % field.variants.length);
  const inside = insideChoice(field);
  switch (inside?.kind) {
    case "object":
      return actOnObject(form, path, inside, { where, what, text });
    case "array": {
      const index = where % Math.max(1, inside.items.length);
      if (what === 3) return edit.removeItem(form, path, index);
      return what === 4 ? edit.moveItem(form, path, index, 0) : edit.addItem(form, path);
    }
    case "boolean":
      return edit.setBoolean(form, path, what === 3 ? null : what === 4);
    case "enum":
      return edit.selectOption(form, path, what === 3 ? null : where % inside.options.length);
    default:
      return edit.setText(form, path, text);
  }
}

function actOnObject(
  form: FormModel,
  path: FieldPath,
  { properties, rows }: Extract<FormField, { kind: "object" }>,
  { where, what, text }: Deed,
): FormModel {
  const property = properties[where % Math.max(1, properties.length)];
  if (what === 3 && property !== undefined)
    return edit.setPresent(form, path, property.name, !property.isPresent);
  if (rows.length === 0 || what === 4) return edit.addRow(form, path);
  const index = where % rows.length;
  return text === "" ? edit.removeRow(form, path, index) : edit.renameRow(form, path, index, text);
}

function expectSound(form: FormModel, schema: JsonObject): void {
  const written = readForm(form.root);
  const verdict = validateForm(form);
  if (written.ok)
    expect(verdict.type !== "faulty").toBe(describeSchemaFaults(schema, written.value) === null);
  else expect(verdict.type).toBe("faulty");
  if (verdict.type !== "faulty") return;
  expect(verdict.issues).not.toEqual([]);
  const paths = new Set(pathsOf(form.root).map((path) => JSON.stringify(path)));
  for (const { path, fault } of verdict.issues) {
    // What is missing may have no field yet, but the object around it has.
    const shown = fault.kind === "required" ? path.slice(0, -1) : path;
    expect(paths).toContain(JSON.stringify(shown));
  }
}

describe("a form of any schema", () => {
  it("stays sound whatever is done to it: each issue has a field, and JSON is judged as the server does", () => {
    fc.assert(
      fc.property(anySchemaWithValue, fc.array(anyDeed, { maxLength: 12 }), ({ schema }, deeds) => {
        let form = createForm(schema);
        for (const deed of deeds) {
          form = act(form, deed);
          expectSound(form, schema);
        }
      }),
      fuzz(200),
    );
  });

  it("comes back as it was by way of raw JSON", () => {
    fc.assert(
      fc.property(anySchemaWithValue, fc.array(anyDeed, { maxLength: 8 }), ({ schema }, deeds) => {
        const form = deeds.reduce(act, createForm(schema));
        const written = readForm(form.root);
        // A form that says nothing begins anew.
        fc.pre(written.ok && writeField(form.root) !== undefined);
        const shown = edit.showForm(edit.showRaw(form, []), []);
        expect(shown.ok && readForm(shown.value.root)).toMatchObject({
          ok: true,
          value: written.ok ? written.value : null,
        });
      }),
      fuzz(200),
    );
  });
});
