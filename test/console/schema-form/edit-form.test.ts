import { describe, expect, it } from "vitest";
import {
  addItem,
  addRow,
  chooseVariant,
  moveItem,
  removeItem,
  removeRow,
  renameRow,
  selectOption,
  setBoolean,
  setPresent,
  setText,
  setValue,
  showForm,
  showRaw,
} from "../../../src/console/schema-form/edit-form";
import {
  createForm,
  formOfValue,
  type FormModel,
} from "../../../src/console/schema-form/form-model";
import { isMultiline, isNullable } from "../../../src/console/schema-form/form-node";
import { readForm } from "../../../src/console/schema-form/form-text";
import { fieldAt } from "../../../src/console/schema-form/pointer";
import type { JsonObject } from "../../../src/core/json";

function textOf(form: FormModel): string | null {
  const written = readForm(form.root);
  return written.ok ? written.text : null;
}

function newRoot(schema: JsonObject): unknown {
  return createForm(schema).root;
}

function isLong(schema: JsonObject, text: string): boolean {
  const { root } = formOfValue(schema, text);
  return root.kind === "string" && isMultiline(root);
}

function ids({ root }: FormModel): readonly number[] {
  return root.kind === "array" ? root.items.map(({ id }) => id) : [];
}

function formOfText(text: string): unknown {
  return showForm(setText(showRaw(createForm({}), []), [], text), []);
}

function shapeOf(type: string, properties: JsonObject): JsonObject {
  return {
    type: "object",
    properties: { type: { const: type }, ...properties },
    required: ["type", ...Object.keys(properties)],
  };
}

const PERSON: JsonObject = {
  type: "object",
  properties: {
    name: { type: "string", title: "Name", description: "As it is written." },
    age: { type: "integer", minimum: 0 },
    tags: { type: "array", items: { type: "string" }, minItems: 1 },
    isAdult: { type: "boolean" },
    color: { enum: ["red", "green"], default: "green" },
    note: { type: "string", maxLength: 2000 },
  },
  required: ["name", "age", "tags", "isAdult", "color"],
  additionalProperties: false,
};

describe("a new form", () => {
  it("has everything that is required, with the schema's defaults, and leaves out what is not filled in", () => {
    const form = createForm(PERSON);
    expect(textOf(form)).toBe('{"name":"","tags":[""],"color":"green"}');
    expect(fieldAt(form.root, ["name"])).toMatchObject({
      kind: "string",
      title: "Name",
      description: "As it is written.",
    });
    expect(fieldAt(form.root, ["note"])).toBe(null);
  });

  it("takes a value for every kind of field", () => {
    let form = setText(createForm(PERSON), ["name"], "Ann");
    form = setText(form, ["age"], "３０");
    form = setText(form, ["tags", 0], 'a "b"');
    form = setBoolean(form, ["isAdult"], false);
    form = selectOption(form, ["color"], 0);
    expect(textOf(form)).toBe(
      '{"name":"Ann","age":30,"tags":["a \\"b\\""],"isAdult":false,"color":"red"}',
    );
  });

  it("ignores a default that does not fit the schema itself", () => {
    expect(textOf(createForm({ type: "integer", default: "none" }))).toBe("null");
    expect(textOf(createForm({ type: "integer", default: 3 }))).toBe("3");
  });

  it("begins no field inside itself, and makes the next one when it is asked for", () => {
    const schema: JsonObject = {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          properties: { label: { type: "string" }, next: { $ref: "#/$defs/node" } },
          required: ["label", "next"],
        },
      },
    };
    const form = createForm(schema);
    expect(textOf(form)).toBe('{"label":"","next":{"label":""}}');
    const longer = setPresent(form, ["next"], "next", true);
    expect(textOf(longer)).toBe('{"label":"","next":{"label":"","next":{"label":""}}}');
  });

  it("is raw JSON where a schema refers to nothing, only to itself, or cannot be merged", () => {
    for (const schema of [
      { $ref: "#/$defs/missing" },
      { $ref: "#/$defs/loop", $defs: { loop: { $ref: "#/$defs/loop" } } },
      { allOf: [{ type: "string" }, { type: "number" }] },
    ])
      expect(createForm(schema).root).toMatchObject({ kind: "raw", reason: "open", text: "" });
  });

  it("lets its writer pick a type where the schema allows anything", () => {
    const form = createForm({});
    expect(form.root).toMatchObject({ kind: "choice", selectedIndex: 0 });
    expect(textOf(chooseVariant(form, [], 5))).toBe("null");
  });

  it("merges the parts of allOf, and what stands beside a reference", () => {
    const form = createForm({
      allOf: [
        { $ref: "#/definitions/named", title: "Both" },
        { properties: { age: { type: "number" } }, required: ["age"] },
      ],
      definitions: {
        named: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
    });
    expect(form.root).toMatchObject({ kind: "object", title: "Both" });
    expect(textOf(setText(form, ["age"], "1.50"))).toBe('{"name":"","age":1.50}');
  });
});

describe("an optional property", () => {
  it("comes back as it was when it is taken in again", () => {
    let form = setPresent(createForm(PERSON), [], "note", true);
    form = setText(form, ["note"], "kept");
    const without = setPresent(form, [], "note", false);
    expect(textOf(without)).not.toContain("note");
    expect(textOf(setPresent(without, [], "note", true))).toContain('"note":"kept"');
  });
});

describe("a string", () => {
  it("has several lines if it may be long, or already is", () => {
    expect(isLong({ type: "string" }, "short")).toBe(false);
    expect(isLong({ type: "string", maxLength: 80 }, "")).toBe(false);
    expect(isLong({ type: "string", maxLength: 8000 }, "")).toBe(true);
    expect(isLong({ type: "string", contentMediaType: "text/html" }, "")).toBe(true);
    const elsewhere = { html: { type: "string", contentMediaType: "text/html" } };
    expect(isLong({ $ref: "#/$defs/html", $defs: elsewhere }, "")).toBe(true);
    expect(isLong({ type: "string" }, "two\nlines")).toBe(true);
  });
});

describe("a number", () => {
  const schema: JsonObject = { type: "object", properties: { id: { type: "integer" } } };
  const form = setPresent(createForm(schema), [], "id", true);

  it("keeps the digits that were typed, also those that a double has no room for", () => {
    expect(textOf(setText(form, ["id"], "1234567890123456789"))).toBe('{"id":1234567890123456789}');
  });

  it("is written as JSON wants it", () => {
    expect(textOf(setText(form, ["id"], " +5 "))).toBe('{"id":5}');
    expect(textOf(setText(form, ["id"], ".5"))).toBe('{"id":0.5}');
    expect(textOf(setText(form, ["id"], "−１．５"))).toBe('{"id":-1.5}');
  });

  it("is left out while nothing is typed, and is a problem at its place while it is none", () => {
    expect(textOf(form)).toBe("{}");
    expect(readForm(setText(form, ["id"], "12a").root)).toEqual({
      ok: false,
      problems: [{ reason: "not-a-number", pointer: "/id", path: ["id"] }],
    });
    expect(textOf(setText(form, ["id"], "1e999"))).toBe(null);
  });
});

describe("an array", () => {
  const list = formOfValue({ type: "array", items: { type: "string" }, maxItems: 3 }, ["a", "b"]);

  it("adds up to its limit, removes and moves", () => {
    const three = setText(addItem(list, []), [2], "c");
    expect(textOf(three)).toBe('["a","b","c"]');
    expect(addItem(three, [])).toEqual(three);
    expect(textOf(moveItem(three, [], 2, 0))).toBe('["c","a","b"]');
    expect(textOf(moveItem(three, [], 0, 3))).toBe('["a","b","c"]');
    expect(textOf(removeItem(three, [], 1))).toBe('["a","c"]');
  });

  it("gives each item an id that stays with it and never comes back", () => {
    expect(ids(moveItem(list, [], 1, 0))).toEqual([1, 0]);
    expect(ids(addItem(removeItem(list, [], 1), []))).toEqual([0, 2]);
  });

  it("has a field of its own for each place of a tuple, in every draft", () => {
    const items = [{ type: "number" }, { type: "string" }];
    for (const schema of [
      { prefixItems: items, items: false },
      { $schema: "http://json-schema.org/draft-07/schema#", items, additionalItems: false },
    ]) {
      const form = createForm(schema);
      expect(textOf(setText(form, [0], "1"))).toBe('[1,""]');
      expect(addItem(form, [])).toEqual(form);
    }
  });

  it("holds the place of an item that is not filled in", () => {
    const form = formOfValue({ type: "array", items: { type: "number" } }, [1, 2]);
    expect(textOf(setText(form, [0], ""))).toBe("[null,2]");
  });
});

describe("keys of the writer's own", () => {
  const scores: JsonObject = { type: "object", additionalProperties: { type: "number" } };

  it("are rows, left out until they are named", () => {
    let form = addRow(createForm(scores), []);
    expect(readForm(form.root)).toMatchObject({ ok: false, problems: [{ reason: "key-missing" }] });
    form = setText(renameRow(form, [], 0, "ann"), [0], "3");
    expect(textOf(form)).toBe('{"ann":3}');
    expect(textOf(removeRow(form, [], 0))).toBe("{}");
  });

  it("are each there once", () => {
    const form = renameRow(addRow(formOfValue(scores, { ann: 1 }), []), [], 1, "ann");
    expect(readForm(form.root)).toMatchObject({
      ok: false,
      problems: [{ reason: "key-twice", pointer: "/ann", path: [1] }],
    });
  });

  it("take the schema of the pattern that their name fits", () => {
    const schema: JsonObject = {
      type: "object",
      patternProperties: { "^n_": { type: "number" }, "^s_": { type: "string" } },
    };
    const row = addRow(createForm(schema), []);
    expect(fieldAt(row.root, [0])).toMatchObject({ kind: "number" });
    const text = renameRow(row, [], 0, "s_a");
    expect(fieldAt(text.root, [0])).toMatchObject({ kind: "string" });
    expect(fieldAt(renameRow(setText(text, [0], "kept"), [], 0, "s_b").root, [0])).toMatchObject({
      text: "kept",
    });
  });

  it("are invited, tolerated or forbidden by the schema", () => {
    expect(newRoot(scores)).toMatchObject({ rowPolicy: "invited" });
    expect(newRoot({ type: "object" })).toMatchObject({ rowPolicy: "invited" });
    expect(newRoot({ properties: { a: {} } })).toMatchObject({ rowPolicy: "tolerated" });
    expect(newRoot(PERSON)).toMatchObject({ rowPolicy: "forbidden" });
    expect(addRow(createForm(PERSON), [])).toEqual(createForm(PERSON));
  });
});

describe("a choice", () => {
  const shapes: JsonObject = {
    oneOf: [
      shapeOf("circle", { x: { type: "number" }, radius: { type: "number" } }),
      shapeOf("square", { x: { type: "number" }, side: { type: "number" } }),
    ],
  };

  it("names its shapes by what tells them apart", () => {
    expect(createForm(shapes).root).toMatchObject({
      variants: [
        { label: { kind: "constant", text: "circle" } },
        { label: { kind: "constant", text: "square" } },
      ],
    });
    expect(
      createForm({ anyOf: [{ title: "A", type: "string" }, { type: "array" }, { not: {} }] }).root,
    ).toMatchObject({
      variants: [
        { label: { kind: "title", text: "A" } },
        { label: { kind: "type", type: "array" } },
        { label: { kind: "number", number: 3 } },
      ],
    });
  });

  it("keeps what another shape has a place for, and brings back what it has not", () => {
    const circle = formOfValue(shapes, { type: "circle", x: 1, radius: 2 });
    const square = chooseVariant(circle, [], 1);
    expect(textOf(square)).toBe('{"type":"square","x":1}');
    const moved = setText(setText(square, ["x"], "7"), ["side"], "9");
    expect(textOf(chooseVariant(moved, [], 0))).toBe('{"type":"circle","x":7,"radius":2}');
  });

  it("opens with the shape that shows most of a value, where a schema without a type is fitted by any", () => {
    const schema = { anyOf: [{ pattern: "^a" }, { minItems: 3 }, { minimum: 1 }] };
    expect(formOfValue(schema, 5).root).toMatchObject({ selectedIndex: 2 });
    const open = { anyOf: [{ pattern: "^a" }, { not: { type: "null" } }] };
    expect(formOfValue(open, 5).root).toMatchObject({
      selectedIndex: 1,
      field: { reason: "open" },
    });
  });

  it("opens with the shape that a value fits", () => {
    const form = formOfValue(shapes, { type: "square", x: 1, side: 2 });
    expect(form.root).toMatchObject({ kind: "choice", selectedIndex: 1 });
  });

  it("of one shape and null is nothing until it is given, also where the two are nested", () => {
    const name = { anyOf: [{ type: "string" }, { type: "null" }] };
    for (const schema of [
      name,
      { type: ["string", "null"] },
      { anyOf: [name, { type: "null" }] },
    ]) {
      const { root } = createForm(schema);
      expect(root.kind === "choice" && isNullable(root)).toBe(true);
      expect(textOf(createForm(schema))).toBe("null");
      expect(textOf(chooseVariant(createForm(schema), [], 0))).toBe('""');
    }
  });
});

describe("raw JSON", () => {
  it("is one step away and back, with all that was typed", () => {
    const form = setText(setText(createForm(PERSON), ["name"], "Ann"), ["age"], "30");
    const raw = showRaw(form, []);
    expect(raw.root).toMatchObject({
      kind: "raw",
      reason: "chosen",
      text: '{\n  "name": "Ann",\n  "age": 30,\n  "tags": [\n    ""\n  ],\n  "color": "green"\n}',
    });
    const back = showForm(raw, []);
    expect(back.ok && textOf(back.value)).toBe(textOf(form));
  });

  it("shows also what is no JSON yet, and stays until it is", () => {
    const half = showRaw(setText(createForm(PERSON), ["age"], "3x"), []);
    expect(half.root).toMatchObject({ kind: "raw", text: expect.stringContaining('"age": 3x') });
    expect(showForm(half, [])).toEqual({ ok: false, error: { reason: "not-json" } });
  });

  it("cannot smuggle a member into the object around it", () => {
    const schema: JsonObject = { type: "object", properties: { a: { $ref: "#/nowhere" } } };
    const form = setText(setPresent(createForm(schema), [], "a", true), ["a"], '1,"b":2');
    expect(readForm(form.root)).toMatchObject({
      ok: false,
      problems: [{ reason: "not-json", pointer: "/a", path: ["a"] }],
    });
  });

  it("does not become a form that would change its numbers", () => {
    for (const text of ["1234567890123456789", "[1e999]", "0.12345678901234567890", "1e-999"])
      expect(formOfText(text)).toEqual({ ok: false, error: { reason: "inexact-number" } });
    for (const text of [
      "1.0",
      '{"1234567890123456789":[1e3]}',
      "0.1",
      "5e-324",
      "18446744073709551616",
    ])
      expect(formOfText(text)).toMatchObject({ ok: true });
  });

  it("that is empty begins the form anew", () => {
    const form = showForm(setText(showRaw(createForm(PERSON), []), [], " "), []);
    expect(form.ok && form.value.root).toEqual(createForm(PERSON).root);
  });
});

describe("a field that has gone", () => {
  it("is changed by nothing", () => {
    const form = createForm(PERSON);
    expect(setText(form, ["nothing", 3], "x")).toEqual(form);
    expect(setText(form, ["tags", 7], "x")).toEqual(form);
    expect(showForm(form, ["note"])).toEqual({ ok: true, value: form });
  });
});

describe("a value that is set", () => {
  it("gets what the schema requires beside it", () => {
    expect(textOf(setValue(createForm(PERSON), [], { name: "Ann" }))).toBe(
      '{"name":"Ann","tags":[""],"color":"green"}',
    );
  });
});
