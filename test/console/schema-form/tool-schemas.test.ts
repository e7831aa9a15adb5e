import { describe, expect, it } from "vitest";
import { addItem, chooseVariant, setText } from "../../../src/console/schema-form/edit-form";
import { createForm } from "../../../src/console/schema-form/form-model";
import { validateForm } from "../../../src/console/schema-form/validate-form";
import type { JsonObject } from "../../../src/core/json";

/** As OpenAI's strict mode wants it: everything is required, and what may be left out may be null. */
const STRICT: JsonObject = {
  type: "object",
  properties: {
    location: { type: "string", description: "City and country." },
    units: { type: ["string", "null"], enum: ["celsius", "fahrenheit", null] },
    days: { anyOf: [{ type: "integer", minimum: 1 }, { type: "null" }] },
  },
  required: ["location", "units", "days"],
  additionalProperties: false,
};

/** As pydantic writes a model with an optional field and a nested model. */
const PYDANTIC: JsonObject = {
  $defs: {
    Item: {
      properties: {
        name: { title: "Name", type: "string" },
        price: { anyOf: [{ type: "number" }, { type: "null" }], default: null, title: "Price" },
      },
      required: ["name"],
      title: "Item",
      type: "object",
    },
  },
  properties: { items: { items: { $ref: "#/$defs/Item" }, title: "Items", type: "array" } },
  required: ["items"],
  title: "Order",
  type: "object",
};

/** As zod writes a discriminated union in the draft of OpenAI's SDK. */
const ZOD: JsonObject = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  properties: {
    action: {
      anyOf: [
        {
          type: "object",
          properties: {
            kind: { type: "string", const: "move" },
            to: { $ref: "#/definitions/place" },
          },
          required: ["kind", "to"],
          additionalProperties: false,
        },
        {
          type: "object",
          properties: { kind: { type: "string", const: "say" }, text: { type: "string" } },
          required: ["kind", "text"],
          additionalProperties: false,
        },
      ],
    },
  },
  required: ["action"],
  additionalProperties: false,
  definitions: {
    place: { type: "array", items: [{ type: "number" }, { type: "number" }], minItems: 2 },
  },
};

describe("a tool's schema", () => {
  it.each([
    ["OpenAI's strict mode", STRICT],
    ["pydantic", PYDANTIC],
    ["zod", ZOD],
  ])("has no part that must be written as JSON: %s", (_, schema) => {
    expect(JSON.stringify(createForm(schema).root)).not.toContain('"kind":"raw"');
  });

  it("of strict mode needs only what is there to say", () => {
    const form = setText(createForm(STRICT), ["location"], "Kyoto, Japan");
    expect(validateForm(form)).toMatchObject({
      type: "fits",
      text: '{"location":"Kyoto, Japan","units":null,"days":null}',
    });
    const soon = setText(chooseVariant(form, ["days"], 0), ["days"], "0");
    expect(validateForm(soon)).toMatchObject({
      issues: [{ pointer: "/days", fault: { kind: "minimum", limit: 1 } }],
    });
  });

  it("of nested models is filled in item by item", () => {
    let form = addItem(createForm(PYDANTIC), ["items"]);
    form = setText(form, ["items", 0, "name"], "rope");
    expect(validateForm(form)).toMatchObject({
      type: "fits",
      text: '{"items":[{"name":"rope"}]}',
    });
  });

  it("of a union has one picker, with the names of its shapes", () => {
    let form = createForm(ZOD);
    form = setText(setText(form, ["action", "to", 0], "3"), ["action", "to", 1], "-4");
    expect(validateForm(form)).toMatchObject({
      type: "fits",
      text: '{"action":{"kind":"move","to":[3,-4]}}',
    });
    expect(validateForm(chooseVariant(form, ["action"], 1))).toMatchObject({
      type: "fits",
      value: { action: { kind: "say", text: "" } },
    });
  });
});
