import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { describeSchemaFaults } from "../../../src/core/check-json-schema";
import type { JsonObject, JsonValue } from "../../../src/core/json";
import { toJsonSchema } from "../../../src/protocols/gemini-generate-content/decode-schema";
import { fuzz } from "../arbitraries";

describe("Google's schema as JSON Schema", () => {
  it("has types in lower case at every depth", () => {
    expect(
      toJsonSchema({
        type: "OBJECT",
        properties: {
          type: { type: "STRING" },
          list: { type: "ARRAY", items: { type: "INTEGER", format: "int32" } },
          choice: { any_of: [{ type: "NUMBER" }, { type: "BOOLEAN" }] },
        },
        required: ["type"],
      }),
    ).toEqual({
      type: "object",
      properties: {
        type: { type: "string" },
        list: { type: "array", items: { type: "integer", format: "int32" } },
        choice: { anyOf: [{ type: "number" }, { type: "boolean" }] },
      },
      required: ["type"],
    });
  });

  it.each<[JsonObject, JsonObject]>([
    [{ type: "STRING", nullable: true }, { type: ["string", "null"] }],
    [{ type: "STRING", nullable: false }, { type: "string" }],
    [
      { type: "STRING", format: "enum", enum: ["a"], nullable: true },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    [
      { anyOf: [{ type: "STRING" }], nullable: true },
      { anyOf: [{ type: "string" }, { type: "null" }] },
    ],
    [
      { ref: "#/$defs/Node", nullable: true },
      { anyOf: [{ $ref: "#/$defs/Node" }, { type: "null" }] },
    ],
    [{ nullable: true, description: "Any." }, { description: "Any." }],
  ])("makes of %j %j", (google, json) => {
    expect(toJsonSchema(google)).toEqual(json);
  });

  it("reads numbers that Google writes as strings", () => {
    expect(
      toJsonSchema({ type: "ARRAY", min_items: "1", maxItems: "3", minimum: 2, maxLength: "x" }),
    ).toEqual({ type: "array", minItems: 1, maxItems: 3, minimum: 2, maxLength: "x" });
    expect(toJsonSchema({ type: "INTEGER", format: "enum", enum: ["101", "x", ""] })).toEqual({
      type: "integer",
      enum: [101, "x", ""],
    });
  });

  it("puts properties into the order that is asked for", () => {
    const schema = toJsonSchema({
      type: "OBJECT",
      properties: { c: {}, a: {}, x: {}, b: {} },
      propertyOrdering: ["a", "b", "c"],
    });
    expect(JSON.stringify(schema)).toBe(
      '{"type":"object","properties":{"a":{},"b":{},"c":{},"x":{}}}',
    );
  });

  it("says an unspecified type with nothing, and an example as JSON Schema does", () => {
    expect(toJsonSchema({ type: "TYPE_UNSPECIFIED", example: 1 })).toEqual({ examples: [1] });
  });

  it("keeps what is JSON Schema already, and keeps properties of any name", () => {
    const text =
      '{"$schema":"http://json-schema.org/draft-07/schema#","type":["object","null"],"properties":{"__proto__":{"type":"string"},"any_of":{"const":1}},"additionalProperties":false,"$defs":{"n":{"$ref":"#"}},"oneOf":[{}],"items":[{}]}';
    expect(JSON.stringify(toJsonSchema(JSON.parse(text) as JsonObject))).toBe(text);
  });

  it("translates renamed definitions, one branch without brackets, and schemas of other properties", () => {
    expect(
      toJsonSchema({
        defs: { n: { type: "NULL" } },
        any_of: { type: "STRING" },
        additional_properties: { type: "NUMBER" },
      }),
    ).toEqual({
      $defs: { n: { type: "null" } },
      anyOf: [{ type: "string" }],
      additionalProperties: { type: "number" },
    });
  });

  it("is checked by the same validator", () => {
    const schema = toJsonSchema({
      type: "OBJECT",
      properties: { city: { type: "STRING", nullable: true }, days: { type: "INTEGER" } },
      required: ["city"],
    });
    expect(describeSchemaFaults(schema, { city: null, days: 3 })).toBeNull();
    expect(describeSchemaFaults(schema, { city: "Oslo", days: "3" })).toContain("days");
    expect(describeSchemaFaults(schema, {})).toContain("city");
  });

  it("never throws", () => {
    const words = fc.constantFrom(
      "type",
      "properties",
      "items",
      "anyOf",
      "enum",
      "nullable",
      "propertyOrdering",
      "minItems",
      "$defs",
      "ref",
    );
    const value: fc.Arbitrary<JsonValue> = fc.oneof(
      fc.jsonValue() as fc.Arbitrary<JsonValue>,
      fc.constant(true),
    );
    fc.assert(
      fc.property(fc.dictionary(words, value, { noNullPrototype: true }), (schema) => {
        expect(typeof toJsonSchema(schema)).toBe("object");
      }),
      fuzz(),
    );
  });
});
