import { expect, it } from "vitest";
import { describeSchemaFaults } from "./check-json-schema";

it("a value is told its faults, and none where it fits", () => {
  const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
  expect(describeSchemaFaults(schema, { n: 1 })).toBeNull();
  expect(describeSchemaFaults(schema, { n: "1" })).toContain("#/n");
});

it("every fault is told with its place, and nothing that only says where it is inside", () => {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: { place: { $ref: "#/definitions/place" }, tags: { items: { enum: ["a", "b"] } } },
    required: ["name", "place"],
    additionalProperties: false,
    definitions: { place: { type: "object", properties: { n: { type: "integer" } } } },
  };
  const value = { place: { n: 1.5 }, tags: ["a", "c"], other: true };
  expect(describeSchemaFaults(schema, value)?.split("\n")).toEqual([
    '#: Instance does not have required property "name".',
    '#/place/n: Instance type "number" is invalid. Expected "integer".',
    '#/tags/1: Instance does not match any of ["a","b"].',
    "#/other: This is not allowed here.",
  ]);
});

it("of many faults the first are told, and how many there are besides", () => {
  const schema = { items: { type: "number" } };
  const faults = describeSchemaFaults(schema, Array.from("abcdefgh"))?.split("\n");
  expect(faults).toHaveLength(6);
  expect(faults?.at(-1)).toBe("and 3 more");
});

it("a fault that quotes a long schema is cut", () => {
  const names = Array.from({ length: 1_000 }, (_, index) => `name ${index}`);
  const fault = describeSchemaFaults({ enum: names }, "none") ?? "";
  expect(fault).toMatch(/^#: Instance does not match any of \["name 0","name 1",.*…$/);
  expect(fault).toHaveLength(401);
});

it.each([
  ["http://json-schema.org/draft-04/schema#", true],
  ["http://json-schema.org/draft-07/schema#", false],
  ["https://json-schema.org/draft/2019-09/schema", false],
  ["https://json-schema.org/draft/2020-12/schema", false],
])("a schema is read by the draft that it names: %s", ($schema, isOldKeyword) => {
  const schema = { $schema, maximum: 3, ...(isOldKeyword ? { exclusiveMaximum: true } : {}) };
  expect(describeSchemaFaults(schema, 3) === null).toBe(!isOldKeyword);
});

it.each([
  ["a reference to nothing", { $ref: "#/nowhere" }],
  ["a reference to another machine", { $ref: "https://schemas.example/x" }],
  ["a pattern that is none", { type: "object", properties: { n: { pattern: "(" } } }],
  ["a reference to itself", { $ref: "#" }],
  ["a type that is none", { type: "nonsense" }],
])("a schema that cannot be used breaks nothing: %s", (_, schema) => {
  expect(() => describeSchemaFaults(schema, { n: "1" })).not.toThrow();
});
