import { describe, expect, it } from "vitest";
import { chooseVariant, setPresent, setText } from "../../../src/console/schema-form/edit-form";
import {
  createForm,
  formOfValue,
  type FormModel,
} from "../../../src/console/schema-form/form-model";
import { validateForm, type FormIssue } from "../../../src/console/schema-form/validate-form";
import type { JsonObject, JsonValue } from "../../../src/core/json";

function issuesOf(form: FormModel): readonly FormIssue[] {
  const verdict = validateForm(form);
  return verdict.type === "faulty" ? verdict.issues : [];
}

function issues(schema: JsonObject, value: JsonValue): readonly FormIssue[] {
  return issuesOf(formOfValue(schema, value));
}

function named(type: string, property: string): JsonObject {
  return {
    type: "object",
    properties: { type: { const: type }, [property]: { type: "string", minLength: 1 } },
    required: ["type", property],
  };
}

function tooShort(name: string): FormIssue {
  return { pointer: `/it/${name}`, path: ["it", name], fault: { kind: "minLength", limit: 1 } };
}

describe("an issue", () => {
  it("is at the field that is to be mended, by its JSON pointer and by the way to it", () => {
    const schema: JsonObject = {
      properties: {
        "a/b": { items: { properties: { "日本 %": { type: "number", minimum: 3 } } } },
      },
    };
    expect(issues(schema, { "a/b": [{}, { "日本 %": 2 }] })).toEqual([
      {
        pointer: "/a~1b/1/日本 %",
        path: ["a/b", 1, "日本 %"],
        fault: { kind: "minimum", limit: 3 },
      },
    ]);
  });

  it("is at a key with any characters", () => {
    for (const key of ["~1", "~0/", "%41", "#", "", "é", "__proto__"]) {
      const value = JSON.parse(`{${JSON.stringify(key)}: 1}`) as JsonObject;
      const [issue] = issues({ additionalProperties: { type: "string" } }, value);
      expect(issue?.path).toEqual([0]);
      expect(issue?.pointer).toBe(`/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  });

  it("about what is missing is at the missing property, once for each", () => {
    const schema: JsonObject = {
      $ref: "#/$defs/pair",
      $defs: { pair: { properties: { a: {}, b: {}, c: {} }, required: ["a", "b", "c"] } },
    };
    expect(issues(schema, { b: 1 })).toEqual([
      { pointer: "/a", path: ["a"], fault: { kind: "required", name: "a" } },
      { pointer: "/c", path: ["c"], fault: { kind: "required", name: "c" } },
    ]);
  });

  it.each<[string, JsonObject, JsonValue, FormIssue["fault"]]>([
    ["type", { type: "integer" }, 1.5, { kind: "type", expected: ["integer"] }],
    ["types", { type: ["integer", "null"] }, "x", { kind: "type", expected: ["integer", "null"] }],
    ["enum", { enum: ["a", 1] }, "b", { kind: "enum", options: ["a", 1] }],
    ["const", { const: "a" }, "b", { kind: "const", value: "a" }],
    ["pattern", { pattern: "^a" }, "b", { kind: "pattern", pattern: "^a" }],
    ["format", { format: "date" }, "b", { kind: "format", format: "date" }],
    ["minLength", { minLength: 2 }, "b", { kind: "minLength", limit: 2 }],
    ["multipleOf", { multipleOf: 2 }, 3, { kind: "multipleOf", limit: 2 }],
    ["maxItems", { maxItems: 1 }, [1, 2], { kind: "maxItems", limit: 1 }],
    ["uniqueItems", { type: "array", uniqueItems: true }, [1, 1], { kind: "uniqueItems" }],
    [
      "maxProperties",
      { type: "object", maxProperties: 0 },
      { a: 1 },
      { kind: "maxProperties", limit: 0 },
    ],
    ["not", { not: { type: "null" } }, null, { kind: "other", keyword: "not" }],
  ])("says what its sentence needs: %s", (_, schema, value, fault) => {
    expect(issues(schema, value)).toEqual([{ pointer: "", path: [], fault }]);
  });

  it("about a key that is not allowed is at its row", () => {
    const schema: JsonObject = { type: "object", additionalProperties: false };
    expect(issues(schema, { a: 1 })).toEqual([
      { pointer: "/a", path: [0], fault: { kind: "not-allowed" } },
    ]);
  });

  it("is about what was typed before any schema is asked", () => {
    const schema: JsonObject = { properties: { a: { type: "number" } }, required: ["b"] };
    const form = setText(setPresent(createForm(schema), [], "a", true), ["a"], "x");
    expect(issuesOf(form)).toEqual([
      { pointer: "/a", path: ["a"], fault: { kind: "not-a-number" } },
    ]);
  });
});

describe("the issues of a choice", () => {
  const choice: JsonObject = {
    anyOf: [named("a", "left"), { anyOf: [named("b", "right"), { type: "null" }] }],
  };

  it("are those of the shape that is chosen, also in a choice inside a choice", () => {
    const form = createForm({ properties: { it: choice }, required: ["it"] });
    expect(issuesOf(form)).toEqual([tooShort("left")]);
    expect(issuesOf(chooseVariant(form, ["it"], 1))).toEqual([tooShort("right")]);
    expect(validateForm(chooseVariant(form, ["it"], 2)).type).toBe("fits");
  });

  it("are one where the value has none of the shapes", () => {
    expect(issues({ anyOf: [{ type: "string" }, { type: "number" }] }, true)).toEqual([
      { pointer: "", path: [], fault: { kind: "no-variant" } },
    ]);
  });

  it("say when a value has several shapes of which it may have one", () => {
    const schema: JsonObject = { oneOf: [{ type: "number" }, { type: "integer" }] };
    expect(issues(schema, 1)).toEqual([
      { pointer: "", path: [], fault: { kind: "several-variants" } },
    ]);
    expect(issues(schema, 1.5)).toEqual([]);
  });
});

describe("a schema that cannot be used", () => {
  it("forbids nothing that is JSON", () => {
    const schema: JsonObject = { type: "string", pattern: "(" };
    expect(validateForm(formOfValue(schema, "x"))).toEqual({
      type: "unchecked",
      text: '"x"',
      value: "x",
    });
    const broken: JsonObject = { $ref: "#/$defs/missing" };
    expect(validateForm(setText(createForm(broken), [], "[1")).type).toBe("faulty");
    expect(validateForm(setText(createForm(broken), [], "[1]")).type).toBe("unchecked");
  });

  it("makes a form whatever its keywords are", () => {
    for (const schema of [
      { type: 5, properties: [] },
      { type: "object", properties: { a: 1, b: null }, required: "a" },
      { type: "array", items: 3, minItems: "x", prefixItems: {} },
      { enum: [], anyOf: {}, allOf: 2 },
      { patternProperties: { "(": {} }, additionalProperties: 4 },
      { $ref: 7 },
      { $id: "http://[" },
    ] as readonly JsonObject[])
      expect(["fits", "faulty", "unchecked"]).toContain(validateForm(createForm(schema)).type);
  });
});
