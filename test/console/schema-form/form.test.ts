import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createForm,
  formOfValue,
  type FormModel,
} from "../../../src/console/schema-form/form-model";
import { showForm, showRaw, setText } from "../../../src/console/schema-form/edit-form";
import type { FormField } from "../../../src/console/schema-form/form-node";
import { readForm } from "../../../src/console/schema-form/form-text";
import { validateForm } from "../../../src/console/schema-form/validate-form";
import { describeSchemaFaults, fitsSchema } from "../../../src/core/check-json-schema";
import type { JsonObject, JsonValue } from "../../../src/core/json";
import { fuzz } from "../../protocols/arbitraries";
import { anyJson, anySchemaWithValue } from "./any-schema";

function valueOf(form: FormModel): JsonValue | undefined {
  const written = readForm(form.root);
  return written.ok ? written.value : undefined;
}

/** The JSON of a form that shows the text as far as it can. */
function shown(schema: JsonObject, text: string): FormModel {
  const raw = setText(showRaw(createForm(schema), []), [], text);
  const form = showForm(raw, []);
  return form.ok ? form.value : raw;
}

function fieldsOf(field: FormField): readonly FormField[] {
  switch (field.kind) {
    case "object":
      return [
        field,
        ...field.properties.flatMap((one) => (one.field === null ? [] : fieldsOf(one.field))),
        ...field.rows.flatMap((one) => fieldsOf(one.field)),
      ];
    case "array":
      return [field, ...field.items.flatMap((one) => fieldsOf(one.field))];
    case "choice":
      return [field, ...fieldsOf(field.field)];
    case "string":
    case "number":
    case "boolean":
    case "enum":
    case "fixed":
    case "raw":
      return [field];
  }
}

describe("a form of any schema", () => {
  it("says the value that it was made of, and finds that it fits", () => {
    fc.assert(
      fc.property(anySchemaWithValue, ({ schema, value }) => {
        fc.pre(fitsSchema(schema, value));
        const form = formOfValue(schema, value);
        expect(valueOf(form)).toEqual(value);
        expect(validateForm(form)).toMatchObject({ type: "fits", value });
      }),
      fuzz(500),
    );
  });

  it("has a field of the right type for every part of a value that fits", () => {
    fc.assert(
      fc.property(anySchemaWithValue, ({ schema, value }) => {
        fc.pre(fitsSchema(schema, value));
        const fields = fieldsOf(formOfValue(schema, value).root);
        const misfits = fields.filter((one) => one.kind === "raw" && one.reason === "misfit");
        expect(misfits).toEqual([]);
      }),
      fuzz(300),
    );
  });

  it("brings any raw JSON back as the same JSON, whether it fits or not", () => {
    fc.assert(
      fc.property(anySchemaWithValue, anyJson, fc.nat(4), ({ schema }, value, indent) => {
        const form = shown(schema, JSON.stringify(value, null, indent));
        expect(valueOf(form)).toEqual(value);
        expect(valueOf(showRaw(form, []))).toEqual(value);
      }),
      fuzz(300),
    );
  });

  it("judges as the server does", () => {
    fc.assert(
      fc.property(
        anySchemaWithValue,
        anySchemaWithValue,
        fc.constantFrom("own", "other"),
        ({ schema, value }, other, whose) => {
          const judged = whose === "own" ? value : other.value;
          const verdict = validateForm(formOfValue(schema, judged));
          const isAccepted = describeSchemaFaults(schema, judged) === null;
          expect(verdict.type !== "faulty").toBe(isAccepted);
          if (verdict.type === "faulty") expect(verdict.issues).not.toEqual([]);
        },
      ),
      fuzz(500),
    );
  });

  it("can always be answered by raw JSON", () => {
    fc.assert(
      fc.property(anySchemaWithValue, ({ schema, value }) => {
        fc.pre(fitsSchema(schema, value));
        const raw = setText(showRaw(createForm(schema), []), [], JSON.stringify(value));
        expect(validateForm(raw)).toMatchObject({ type: "fits", value });
      }),
      fuzz(300),
    );
  });

  it("begins with a finite form, and never changes the schema that it was made of", () => {
    fc.assert(
      fc.property(anySchemaWithValue, ({ schema }) => {
        const text = JSON.stringify(schema);
        const form = createForm(schema);
        expect(fieldsOf(form.root).length).toBeLessThan(1_000);
        validateForm(form);
        expect(JSON.stringify(schema)).toBe(text);
        expect(Reflect.ownKeys(schema)).toEqual(Object.keys(schema));
      }),
      fuzz(300),
    );
  });
});
