/** JSON as it was written: scalars and keys keep their source, so that no digit of a long number is lost by showing it. */
export type JsonOutline =
  | { readonly kind: "scalar"; readonly source: string }
  | { readonly kind: "array"; readonly items: readonly JsonOutline[] }
  | { readonly kind: "object"; readonly entries: readonly JsonEntry[] };

export interface JsonEntry {
  /** With its quotes. */
  readonly keySource: string;
  readonly value: JsonOutline;
}

const TOKEN = /[{}[\],:]|"(?:[^"\\]|\\[\s\S])*"|[^\s{}[\],:"]+/g;

/** Deeper than this nobody unfolds it, and a page that walks it would run out of stack. */
const DEPTH_MAX = 100;

/** The outline of a JSON text; null where it is none, or is nested too deeply. */
export function outlineJson(text: string): JsonOutline | null {
  const tokens = text.match(TOKEN) ?? [];
  let depth = 0;
  for (const token of tokens) {
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    if (depth > DEPTH_MAX) return null;
  }
  return isJson(text) ? read(tokens, { index: 0 }) : null;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What a person or a program wrote need not be JSON; it is shown as it is.
    return false;
  }
}

/** Reads one value. The text is known to be JSON, so that brackets and separators come where they must. */
function read(tokens: readonly string[], place: { index: number }): JsonOutline {
  const token = tokens[place.index] ?? "";
  place.index += 1;
  if (token === "[") {
    const items: JsonOutline[] = [];
    while (!isEnd(tokens, place, "]")) items.push(read(tokens, place));
    return { kind: "array", items };
  }
  if (token === "{") {
    const entries: JsonEntry[] = [];
    while (!isEnd(tokens, place, "}")) {
      const keySource = tokens[place.index] ?? "";
      place.index += 2;
      entries.push({ keySource, value: read(tokens, place) });
    }
    return { kind: "object", entries };
  }
  return { kind: "scalar", source: token };
}

/** Steps over a separator, or over the end of a list. */
function isEnd(tokens: readonly string[], place: { index: number }, end: "]" | "}"): boolean {
  const token = tokens[place.index];
  if (token === ",") place.index += 1;
  if (token !== end) return false;
  place.index += 1;
  return true;
}

const INDENT = "  ";

/** The JSON text of an outline over several lines, as `JSON.stringify` indents it. */
export function indentOutline(outline: JsonOutline, indent = ""): string {
  const inner = indent + INDENT;
  switch (outline.kind) {
    case "scalar":
      return outline.source;
    case "array": {
      if (outline.items.length === 0) return "[]";
      const lines = outline.items.map((item) => inner + indentOutline(item, inner));
      return `[\n${lines.join(",\n")}\n${indent}]`;
    }
    case "object": {
      if (outline.entries.length === 0) return "{}";
      const lines = outline.entries.map(
        ({ keySource, value }) => `${inner}${keySource}: ${indentOutline(value, inner)}`,
      );
      return `{\n${lines.join(",\n")}\n${indent}}`;
    }
  }
}

/** A JSON text over several lines; another text as it is. */
export function prettyJson(text: string): string {
  const outline = outlineJson(text);
  return outline === null ? text : indentOutline(outline);
}
