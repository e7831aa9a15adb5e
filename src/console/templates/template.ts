import { formatBinding, parseBinding, type KeyBinding } from "../compose/key-binding";

/** A text that is written often, under a name. */
export interface Template {
  readonly id: string;
  readonly name: string;
  /** With placeholders (`compose/template.ts`). */
  readonly text: string;
  /** As `formatBinding` writes it; null where it has no keys. */
  readonly binding: string | null;
}

export const TEMPLATE_LIMITS = {
  /** A list shows it in one line. */
  nameCharsMax: 64,
  /** Some pages of text; a browser keeps 5 million characters for everything. */
  textCharsMax: 20_000,
  /** More than anyone remembers. */
  countMax: 200,
} as const;

/** Templates as the browser keeps them, or as a file has them; null where they are none. */
export function readTemplates(stored: unknown): readonly Template[] | null {
  if (!Array.isArray(stored) || stored.length > TEMPLATE_LIMITS.countMax) return null;
  const templates = stored.map((one: unknown) => readTemplate(one));
  return templates.every((template) => template !== null) ? templates : null;
}

function readTemplate(value: unknown): Template | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, name, text, binding = null }: { readonly [Key in keyof Template]?: unknown } = value;
  if (!isText(id, 1, 64) || !isText(text, 0, TEMPLATE_LIMITS.textCharsMax)) return null;
  const trimmed = typeof name === "string" ? name.trim() : null;
  if (!isText(trimmed, 1, TEMPLATE_LIMITS.nameCharsMax)) return null;
  if (binding !== null && typeof binding !== "string") return null;
  const keys = bindingOf({ binding });
  return { id, name: trimmed, text, binding: keys === null ? null : formatBinding(keys) };
}

function isText(value: unknown, charsMin: number, charsMax: number): value is string {
  return typeof value === "string" && value.length >= charsMin && value.length <= charsMax;
}

/** A text of keys that is none, as somebody wrote it into a file, counts as no keys. */
export function bindingOf({ binding }: Pick<Template, "binding">): KeyBinding | null {
  if (binding === null) return null;
  const parsed = parseBinding(binding);
  return parsed.ok ? parsed.value : null;
}

/** Adds a template, or takes the place of the one with its id. */
export function withTemplate(
  templates: readonly Template[],
  template: Template,
): readonly Template[] {
  return templates.some(({ id }) => id === template.id)
    ? templates.map((one) => (one.id === template.id ? template : one))
    : [...templates, template];
}

export function withoutTemplate(templates: readonly Template[], id: string): readonly Template[] {
  return templates.filter((one) => one.id !== id);
}

/** Moves a template by a number of places; at an end it stays. */
export function moveTemplate(
  templates: readonly Template[],
  id: string,
  by: number,
): readonly Template[] {
  const from = templates.findIndex((one) => one.id === id);
  const template = templates[from];
  const to = from + by;
  if (template === undefined || to < 0 || to >= templates.length) return templates;
  return templates.toSpliced(from, 1).toSpliced(to, 0, template);
}

/** Those of a file after those that are there; one with a known id takes its place. Null where there would be too many. */
export function mergeTemplates(
  templates: readonly Template[],
  imported: readonly Template[],
): readonly Template[] | null {
  const merged = imported.reduce(withTemplate, templates);
  return merged.length > TEMPLATE_LIMITS.countMax ? null : merged;
}

/** Every word of the query must be in the name or the text. */
export function searchTemplates(
  templates: readonly Template[],
  query: string,
): readonly Template[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  return templates.filter(({ name, text }) => {
    const content = folded(`${name} ${text}`);
    return words.every((word) => content.includes(word));
  });
}

/** Those whose name begins with the query before those that have it elsewhere, each in their order. */
export function rankTemplates(templates: readonly Template[], query: string): readonly Template[] {
  const sought = folded(query);
  const rank = ({ name }: Template): number => {
    const place = folded(name).indexOf(sought);
    return place === 0 ? 0 : place > 0 ? 1 : 2;
  };
  return searchTemplates(templates, query).toSorted((a, b) => rank(a) - rank(b));
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** What stands for the placeholders that the console knows. */
export function templateValues({
  questionText,
  sessionName,
  operatorName,
  date,
  time,
}: {
  readonly questionText: string | null;
  readonly sessionName: string;
  readonly operatorName: string;
  /** As the operator's language writes them. */
  readonly date: string;
  readonly time: string;
}): Readonly<Record<string, string>> {
  const known = { session: sessionName, operator: operatorName, date, time };
  return questionText === null ? known : { ...known, question: questionText };
}

/** The names above, for the help beside the editor. */
export const KNOWN_PLACEHOLDERS = ["question", "session", "operator", "date", "time", "cursor"];
