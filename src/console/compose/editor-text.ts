/**
 * A browser's editor holds line feeds alone. What another client has written of an answer may have carriage returns, and they are locked:
 * the caller has them. These two translate between the answer and its picture in the editor.
 */
export function toEditorText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

/** The answer that an editor's text stands for: where its beginning is as it was locked, that is what was locked. */
export function fromEditorText(editorText: string, locked: string): string {
  const picture = toEditorText(locked);
  return editorText.startsWith(picture) ? locked + editorText.slice(picture.length) : editorText;
}

/** A place in the editor's text as one in the answer. Both in UTF-16 units; within what is locked it need not be exact. */
export function fromEditorPlace(chars: number, locked: string): number {
  return chars + locked.length - toEditorText(locked).length;
}
