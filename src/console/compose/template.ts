/** A template's source, parsed. Its pieces' sources joined are the source. */
export type TemplatePiece =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "cursor" }
  | {
      readonly type: "placeholder";
      readonly name: string;
      /** What stands for it where nothing is known; null where nothing is given. */
      readonly defaultText: string | null;
      readonly source: string;
    };

export interface FilledTemplate {
  readonly text: string;
  /**
   * What the editor selects: the place of `{{cursor}}`, or else the first placeholder that nothing was known for, or else the end. In
   * UTF-16 units.
   */
  readonly selection: { readonly startChars: number; readonly endChars: number };
  /** The placeholders that nothing was known for. They stand in the text as they were written. */
  readonly unknownNames: readonly string[];
}

const CURSOR = "cursor";
/** An escaped opening, or a placeholder: `{{name}}`, `{{name|what stands for it}}`. */
const SPECIAL = /\\\{\{|\{\{[ \t]*([\p{L}\p{N}_.-]+)[ \t]*(?:\|((?:(?!\}\})[\s\S])*))?\}\}/gu;

/** Everything is a template: what is no placeholder is text. `\{{` stands for `{{`. */
export function parseTemplate(source: string): readonly TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const match of source.matchAll(SPECIAL)) {
    if (match.index > end) pieces.push({ type: "text", text: source.slice(end, match.index) });
    pieces.push(parseSpecial(match));
    end = match.index + match[0].length;
  }
  if (end < source.length) pieces.push({ type: "text", text: source.slice(end) });
  return pieces;
}

function parseSpecial(match: RegExpExecArray): TemplatePiece {
  const [source, name] = match;
  const defaultText = match[2] ?? null;
  if (name === undefined) return { type: "text", text: "{{" };
  if (name === CURSOR && defaultText === null) return { type: "cursor" };
  return { type: "placeholder", name, defaultText, source };
}

/** The names of a template's placeholders, each once, in their order. */
export function placeholderNames(source: string): readonly string[] {
  const names = parseTemplate(source).flatMap((piece) =>
    piece.type === "placeholder" ? [piece.name] : [],
  );
  return [...new Set(names)];
}

/** Fills a template in. What is filled in is no template itself: a question that contains `{{name}}` stays as it is. */
export function fillTemplate(
  source: string,
  values: Readonly<Record<string, string>>,
): FilledTemplate {
  let text = "";
  let cursorChars: number | null = null;
  let firstUnknown: FilledTemplate["selection"] | null = null;
  const unknownNames = new Set<string>();
  for (const piece of parseTemplate(source)) {
    if (piece.type === "cursor") cursorChars ??= text.length;
    else if (piece.type === "text") text += piece.text;
    else {
      const value = Object.hasOwn(values, piece.name) ? values[piece.name] : piece.defaultText;
      const startChars = text.length;
      text += value ?? piece.source;
      if (value === undefined || value === null) {
        unknownNames.add(piece.name);
        firstUnknown ??= { startChars, endChars: text.length };
      }
    }
  }
  const caretChars = cursorChars ?? text.length;
  const caret = { startChars: caretChars, endChars: caretChars };
  return {
    text,
    selection: cursorChars === null ? (firstUnknown ?? caret) : caret,
    unknownNames: [...unknownNames],
  };
}
