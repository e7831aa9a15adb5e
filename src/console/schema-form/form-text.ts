import type { JsonValue } from "../../core/json";
import type { FieldPath, FormField } from "./form-node";
import { numberToJson, parseJsonText } from "./json-text";
import { pointerOf } from "./pointer";

/** What the form itself knows to be wrong, before any schema is asked. */
export interface WritingProblem {
  readonly reason: "not-json" | "not-a-number" | "key-missing" | "key-twice";
  readonly pointer: string;
  readonly path: FieldPath;
}

const INDENT = "  ";

/**
 * The JSON text of a field, as it is typed: numbers keep their digits, and raw JSON stays as it is. What is not filled in is left out;
 * undefined where nothing is. The text is no JSON where there are problems.
 */
export function writeField(field: FormField, indent: string | null = null): string | undefined {
  switch (field.kind) {
    case "object":
      return writeMembers(membersOf(field), indent, "{}");
    case "array": {
      // Items hold their places; one that is not filled in is null, which the schema then judges.
      const items = field.items.map((item) => writeField(item.field, deeper(indent)) ?? "null");
      return writeMembers(
        items.map((text) => ({ key: null, text })),
        indent,
        "[]",
      );
    }
    case "string":
      return JSON.stringify(field.text);
    case "number":
      return field.text.trim() === "" ? undefined : (numberToJson(field.text) ?? field.text);
    case "boolean":
      return field.value === null ? undefined : String(field.value);
    case "enum": {
      const value = field.selectedIndex === null ? undefined : field.options[field.selectedIndex];
      return value === undefined ? undefined : JSON.stringify(value);
    }
    case "fixed":
      return JSON.stringify(field.value);
    case "choice":
      return writeField(field.field, indent);
    case "raw":
      return field.text.trim() === "" ? undefined : field.text.trim();
  }

  function membersOf({ properties, rows }: Extract<FormField, { kind: "object" }>): Member[] {
    const inner = [
      ...properties.map(({ name, isPresent, field: own }) => ({
        key: name,
        field: isPresent ? own : null,
      })),
      ...rows.map(({ key, field: own }) => ({ key, field: key === null ? null : own })),
    ];
    return inner.flatMap(({ key, field: own }) => {
      const text = own === null ? undefined : writeField(own, deeper(indent));
      return text === undefined ? [] : [{ key, text }];
    });
  }
}

interface Member {
  readonly key: string | null;
  readonly text: string;
}

function deeper(indent: string | null): string | null {
  return indent === null ? null : indent + INDENT;
}

function writeMembers(members: readonly Member[], indent: string | null, brackets: string): string {
  const [open = "", close = ""] = brackets;
  if (members.length === 0) return brackets;
  const [colon, separator] = indent === null ? [":", ","] : [": ", `,\n${indent}${INDENT}`];
  const texts = members.map(({ key, text }) =>
    key === null ? text : `${JSON.stringify(key)}${colon}${text}`,
  );
  const body = texts.join(separator);
  return indent === null
    ? `${open}${body}${close}`
    : `${open}\n${indent}${INDENT}${body}\n${indent}${close}`;
}

/** What was typed that is no JSON, each with its field. */
export function findProblems(field: FormField, path: FieldPath = []): readonly WritingProblem[] {
  const problem = (reason: WritingProblem["reason"], at: FieldPath): WritingProblem => ({
    reason,
    pointer: "",
    path: at,
  });
  switch (field.kind) {
    case "object": {
      const keys = new Set(field.properties.map(({ name }) => name));
      const rows = field.rows.flatMap(({ key, field: own }, index) => {
        const at = [...path, index];
        if (key === null) return [problem("key-missing", at)];
        const isTwice = keys.has(key);
        keys.add(key);
        return [...(isTwice ? [problem("key-twice", at)] : []), ...findProblems(own, at)];
      });
      const properties = field.properties.flatMap(({ name, isPresent, field: own }) =>
        isPresent && own !== null ? findProblems(own, [...path, name]) : [],
      );
      return [...properties, ...rows];
    }
    case "array":
      return field.items.flatMap((item, index) => findProblems(item.field, [...path, index]));
    case "choice":
      return findProblems(field.field, path);
    case "number":
      return field.text.trim() !== "" && numberToJson(field.text) === null
        ? [problem("not-a-number", path)]
        : [];
    case "raw":
      return field.text.trim() !== "" && parseJsonText(field.text) === undefined
        ? [problem("not-json", path)]
        : [];
    case "string":
    case "boolean":
    case "enum":
    case "fixed":
      return [];
  }
}

export type WrittenForm =
  | { readonly ok: true; readonly text: string; readonly value: JsonValue }
  | { readonly ok: false; readonly problems: readonly WritingProblem[] };

/** The JSON that a form says. A form in which nothing is filled in says null. */
export function readForm(root: FormField): WrittenForm {
  const problems = findProblems(root);
  if (problems.length > 0)
    return {
      ok: false,
      problems: problems.map((one) => ({ ...one, pointer: pointerOf(root, one.path) })),
    };
  const text = writeField(root) ?? "null";
  const value = parseJsonText(text);
  if (value !== undefined) return { ok: true, text, value };
  // Every part is JSON, so that only the nesting of all together can be too deep.
  return { ok: false, problems: [{ reason: "not-json", pointer: "", path: [] }] };
}
