import type { EditorChange } from "./editor-assistant";

/** Japanese input methods write the wide one. */
const SLASH = /^[/／]([^\s/／]*)$/u;

/**
 * What a template is looked for by: the text behind a slash that was typed into an empty answer, until a blank or another slash shows
 * that it is a text of its own, such as a path. Null where none is looked for.
 */
export function nextSlashQuery(
  query: string | null,
  { before, after, isHistory, hasGone }: EditorChange,
): string | null {
  const next = hasGone ? undefined : SLASH.exec(after)?.[1];
  if (next === undefined) return null;
  // Undo brings a query back as it was, which nobody typed then.
  const isBegun = (before === "" && next === "") || isHistory;
  return query !== null || isBegun ? next : null;
}
