import type { FieldPath, FormField } from "./form-node";

/** A JSON pointer out of its tokens. @see RFC 6901 */
export function joinPointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The tokens of a pointer that the schema library gives: a fragment of an address, percent-encoded. */
export function splitFragment(fragment: string): readonly string[] {
  const [, ...tokens] = fragment.split("/");
  return tokens.map((token) =>
    decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~"),
  );
}

/** The place of a field's value in the form's value. */
export function pointerOf(root: FormField, path: FieldPath): string {
  const tokens: string[] = [];
  let field: FormField | null = root;
  for (const step of path) {
    const container: FormField | null = insideChoice(field);
    if (container?.kind === "object" && typeof step === "number")
      tokens.push(container.rows[step]?.key ?? "");
    else tokens.push(String(step));
    field = container === null ? null : childOf(container, step);
  }
  return joinPointer(tokens);
}

/** The way to the field that shows the value at a place; of one that is not there, to the nearest around it. */
export function pathOf(root: FormField, tokens: readonly string[]): FieldPath {
  const path: (string | number)[] = [];
  let field: FormField | null = root;
  for (const token of tokens) {
    const container: FormField | null = insideChoice(field);
    const step: string | number | null = container === null ? null : stepTo(container, token);
    if (container === null || step === null) return path;
    path.push(step);
    field = childOf(container, step);
  }
  return path;
}

function stepTo(field: FormField, token: string): string | number | null {
  if (field.kind === "array") return /^\d+$/.test(token) ? Number(token) : null;
  if (field.kind !== "object") return null;
  if (field.properties.some(({ name }) => name === token)) return token;
  const row = field.rows.findIndex(({ key }) => key === token);
  return row === -1 ? null : row;
}

/** The field at the end of a path; null where there is none. A choice stands for the field that is chosen in it. */
export function fieldAt(root: FormField, path: FieldPath): FormField | null {
  let field: FormField | null = root;
  for (const step of path) {
    const container: FormField | null = insideChoice(field);
    field = container === null ? null : childOf(container, step);
  }
  return field;
}

export function insideChoice(field: FormField | null): FormField | null {
  return field?.kind === "choice" ? field.field : field;
}

function childOf(field: FormField, step: string | number): FormField | null {
  if (field.kind === "array")
    return typeof step === "number" ? (field.items[step]?.field ?? null) : null;
  if (field.kind !== "object") return null;
  if (typeof step === "number") return field.rows[step]?.field ?? null;
  return field.properties.find(({ name }) => name === step)?.field ?? null;
}
