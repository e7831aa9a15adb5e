import { expect, it } from "vitest";
import { describeSchemaFaults } from "./check-json-schema";

it("a value is told its faults, and none where it fits", () => {
  const schema = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
  expect(describeSchemaFaults(schema, { n: 1 })).toBeNull();
  expect(describeSchemaFaults(schema, { n: "1" })).toContain("#/n");
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
