import { createHash } from "node:crypto";
import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../../src/core/json";

/** A schema, what it refers to, and the values that fit it. */
interface Case {
  readonly schema: JsonValue;
  readonly definitions: JsonObject;
  readonly values: fc.Arbitrary<JsonValue>;
}

/** A whole schema with a value that fits it, as far as its parts do not contradict each other. */
export interface SchemaWithValue {
  readonly schema: JsonObject;
  readonly value: JsonValue;
}

const anyName = fc.oneof(
  fc.constantFrom("name", "a/b", "c~d", "", "日本", "__proto__", "length", "per cent %41", "#"),
  fc.string({ maxLength: 4, unit: "grapheme" }).map((text) => text.toWellFormed()),
);

export const anyJson: fc.Arbitrary<JsonValue> = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);

const leaf = (schema: JsonValue, values: fc.Arbitrary<JsonValue>): Case => ({
  schema,
  definitions: {},
  values,
});

const text = fc.string({ unit: "grapheme", maxLength: 12 }).map((one) => one.toWellFormed());

const anyLeaf: fc.Arbitrary<Case> = fc.oneof(
  fc.constant(leaf({ type: "string" }, text)),
  fc.constant(leaf({ type: "string", minLength: 2, maxLength: 400 }, fc.constant("two lines\n"))),
  fc.constant(
    leaf({ type: "string", pattern: "^[a-z]+$", title: "Word" }, fc.constantFrom("a", "word")),
  ),
  fc.constant(leaf({ type: "string", format: "date" }, fc.constant("2026-11-20"))),
  fc.constant(leaf({ type: "integer", minimum: -5 }, fc.integer({ min: -5, max: 10 }))),
  fc.constant(
    leaf({ type: "number" }, fc.double({ noNaN: true, noDefaultInfinity: true }).map(json)),
  ),
  fc.constant(leaf({ type: "boolean", default: true }, fc.boolean())),
  fc.constant(leaf({ type: "null" }, fc.constant(null))),
  fc.constant(leaf({ const: { fixed: [1] } }, fc.constant({ fixed: [1] }))),
  fc.constant(leaf({ enum: ["red", 5, null, { a: 1 }] }, fc.constantFrom("red", 5, null))),
  fc.constant(leaf({ type: ["string", "null", "integer"] }, fc.oneof(text, fc.constant(null)))),
  fc.constant(leaf(true, anyJson)),
  fc.constant(leaf({ description: "Anything." }, anyJson)),
  fc.constant(leaf({ not: { type: "string" } }, fc.integer())),
  fc.constant(leaf({ type: "object" }, fc.constant({ free: { of: "names" } }))),
);

function json(value: number): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

const { schema: anyCase } = fc.letrec<{ schema: Case }>((tie) => {
  const inner = tie("schema");
  return {
    schema: fc.oneof(
      { depthSize: "small", maxDepth: 3 },
      anyLeaf,
      fc
        .uniqueArray(fc.record({ name: anyName, isRequired: fc.boolean(), property: inner }), {
          selector: ({ name }) => name,
          maxLength: 4,
        })
        .chain((properties) =>
          fc.constantFrom(undefined, true, false).map((rest) => objectCase(properties, rest)),
        ),
      fc.tuple(inner, inner).map(([a, b]) => allOfCase(a, b)),
      inner.map(mapCase),
      fc.tuple(inner, fc.nat(2)).map(([item, count]) => arrayCase(item, count)),
      fc.array(inner, { minLength: 1, maxLength: 3 }).map(tupleCase),
      fc
        .tuple(fc.constantFrom("anyOf", "oneOf"), fc.array(inner, { minLength: 1, maxLength: 3 }))
        .map(([keyword, options]) => choiceCase(keyword, options)),
      inner.map((option) =>
        choiceCase("anyOf", [option, leaf({ type: "null" }, fc.constant(null))]),
      ),
      inner.map(referenceCase),
      fc.constant(treeCase()),
    ),
  };
});

interface PropertyCase {
  readonly name: string;
  readonly isRequired: boolean;
  readonly property: Case;
}

function objectCase(properties: readonly PropertyCase[], rest: boolean | undefined): Case {
  const required = properties.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const members = properties.map(({ name, isRequired, property }) =>
    fc
      .tuple(fc.boolean(), property.values)
      .map(([isPresent, value]) => (isRequired || isPresent ? [[name, value] as const] : [])),
  );
  return {
    schema: {
      type: "object",
      properties: Object.fromEntries(
        properties.map(({ name, property }) => [name, property.schema]),
      ),
      required,
      ...(rest === undefined ? {} : { additionalProperties: rest }),
    },
    definitions: definitionsOf(properties.map(({ property }) => property)),
    values: fc
      .tuple(fc.tuple(...members), fc.boolean())
      .map(([entries, hasMore]) =>
        Object.fromEntries([
          ...entries.flat(),
          ...(hasMore && rest !== false ? [["more", { than: "named" }] as const] : []),
        ]),
      ),
  };
}

function allOfCase(a: Case, b: Case): Case {
  const part = (name: string, { schema }: Case): JsonObject => ({
    type: "object",
    properties: { [name]: schema },
    required: [name],
  });
  return {
    schema: { allOf: [part("left", a), part("right", b)], description: "Both." },
    definitions: definitionsOf([a, b]),
    values: fc.record({ left: a.values, right: b.values }),
  };
}

function mapCase(inner: Case): Case {
  return {
    schema: { type: "object", additionalProperties: inner.schema },
    definitions: inner.definitions,
    values: fc.dictionary(anyName, inner.values, { maxKeys: 3, noNullPrototype: true }),
  };
}

function arrayCase(item: Case, minItems: number): Case {
  return {
    schema: { type: "array", items: item.schema, minItems },
    definitions: item.definitions,
    values: fc.array(item.values, { minLength: minItems, maxLength: minItems + 2 }),
  };
}

function tupleCase(items: readonly Case[]): Case {
  return {
    schema: { type: "array", prefixItems: items.map(({ schema }) => schema), items: false },
    definitions: definitionsOf(items),
    values: fc.tuple(...items.map(({ values }) => values)),
  };
}

function choiceCase(keyword: string, options: readonly Case[]): Case {
  return {
    schema: { [keyword]: options.map(({ schema }) => schema), title: "One of these" },
    definitions: definitionsOf(options),
    values: fc.oneof(...options.map(({ values }) => values)),
  };
}

/** Named by what it is, so that two of one name are one. */
function referenceCase({ schema, definitions, values }: Case): Case {
  const name = createHash("sha256").update(JSON.stringify({ schema, definitions })).digest("hex");
  return {
    schema: { $ref: `#/$defs/${name}`, description: "Elsewhere." },
    definitions: { ...definitions, [name]: schema },
    values,
  };
}

function treeCase(): Case {
  const tree = {
    type: "object",
    properties: {
      label: { type: "string" },
      children: { type: "array", items: { $ref: "#/$defs/tree" } },
    },
    required: ["label", "children"],
  };
  return { schema: { $ref: "#/$defs/tree" }, definitions: { tree }, values: treeValues(3) };
}

function treeValues(levels: number): fc.Arbitrary<JsonValue> {
  const children =
    levels === 0 ? fc.constant([]) : fc.array(treeValues(levels - 1), { maxLength: 2 });
  return fc.record({ label: text, children });
}

function definitionsOf(cases: readonly Case[]): JsonObject {
  return Object.fromEntries(cases.flatMap(({ definitions }) => Object.entries(definitions)));
}

export const anySchemaWithValue: fc.Arbitrary<SchemaWithValue> = anyCase.chain(
  ({ schema, definitions, values }) =>
    values.map((value) => ({
      schema: { allOf: [schema], $defs: definitions },
      value: JSON.parse(JSON.stringify(value)) as JsonValue,
    })),
);
