import { describe, expect, it } from "vitest";
import { mergeSchemas } from "../../../src/console/schema-form/merge-schemas";
import { resolveSchema } from "../../../src/console/schema-form/resolve-schema";
import { createSchemaContext } from "../../../src/console/schema-form/schema-context";
import { createForm, formOfValue } from "../../../src/console/schema-form/form-model";
import type { JsonObject } from "../../../src/core/json";

describe("two schemas that both count", () => {
  it.each<[JsonObject, JsonObject, JsonObject | null]>([
    [
      { minLength: 2, maxLength: 9 },
      { minLength: 3, maxLength: 8 },
      { minLength: 3, maxLength: 8 },
    ],
    [
      { minimum: 2, maximum: 9 },
      { minimum: 1, maximum: 10 },
      { minimum: 2, maximum: 9 },
    ],
    [{ minItems: 1 }, { maxItems: 2 }, { minItems: 1, maxItems: 2 }],
    [{ type: "number" }, { type: "integer" }, { type: "integer" }],
    [
      { type: ["string", "null", "number"] },
      { type: ["integer", "null"] },
      { type: ["null", "integer"] },
    ],
    [{ type: "string" }, { type: "number" }, null],
    [{ enum: [1, 2, { a: 1 }] }, { enum: [{ a: 1 }, 2] }, { enum: [2, { a: 1 }] }],
    [{ enum: [1] }, { enum: [2] }, null],
    [{ required: ["a"] }, { required: ["b", "a"] }, { required: ["a", "b"] }],
    [
      { title: "One", description: "1" },
      { title: "Two", default: 2 },
      { title: "One", description: "1", default: 2 },
    ],
    [{ pattern: "a" }, { pattern: "a" }, { pattern: "a" }],
    [{ pattern: "a" }, { pattern: "b" }, null],
    [
      { additionalProperties: false },
      { additionalProperties: true },
      { additionalProperties: false },
    ],
    [
      { properties: { a: { type: "string" }, b: true } },
      { properties: { a: { minLength: 1 }, b: { type: "null" }, c: {} } },
      {
        properties: {
          a: { allOf: [{ type: "string" }, { minLength: 1 }] },
          b: { type: "null" },
          c: {},
        },
      },
    ],
    [{ anyOf: [{}] }, { anyOf: [{ type: "null" }] }, null],
  ])("become one, or none where a form could not show it: %j and %j", (a, b, merged) => {
    expect(mergeSchemas(a, b)).toEqual(merged);
  });
});

describe("what stands beside a reference", () => {
  const schema: JsonObject = {
    $ref: "#/definitions/short",
    description: "Here.",
    minLength: 1,
    definitions: { short: { type: "string", maxLength: 5, description: "There." } },
  };

  it("counts since the draft of 2019, and before that only describes", () => {
    const seventh = { ...schema, $schema: "http://json-schema.org/draft-07/schema#" };
    const resolved = [schema, seventh].map((one) => {
      const context = createSchemaContext(one);
      return resolveSchema(context, context.schema);
    });
    expect(resolved[0]).toMatchObject({ description: "Here.", maxLength: 5, minLength: 1 });
    expect(resolved[1]).toEqual({ type: "string", description: "Here.", maxLength: 5 });
  });
});

describe("what stands beside a choice", () => {
  const schema: JsonObject = {
    title: "Find",
    type: "object",
    properties: { name: { type: "string" }, id: { type: "integer" }, why: { type: "string" } },
    required: ["why"],
    anyOf: [
      { required: ["name"], title: "By name" },
      { required: ["id"], title: "By id" },
    ],
  };

  it("counts for each of its shapes, and names the choice and none of them", () => {
    expect(createForm(schema).root).toMatchObject({
      kind: "choice",
      title: "Find",
      variants: [{ label: { text: "By name" } }, { label: { text: "By id" } }],
      field: {
        kind: "object",
        title: "By name",
        properties: [
          { name: "name", isRequired: true },
          { name: "id", isRequired: false },
          { name: "why", isRequired: true },
        ],
      },
    });
    expect(formOfValue(schema, { id: 5, why: "x" }).root).toMatchObject({ selectedIndex: 1 });
  });
});
