import { lexer } from "marked";
import { markdownTree, type MarkdownNode } from "./markdown-tree";

/** Longer texts take the lexer longer than a reader waits. */
const CHARS_MAX = 100_000;

/** A text's Markdown; null where it is too long, or nested beyond reason. */
export function readMarkdown(text: string): readonly MarkdownNode[] | null {
  if (text.length > CHARS_MAX) return null;
  try {
    return markdownTree(lexer(text));
  } catch (error) {
    // A thousand nested quotes exhaust the stack, which is the text's own doing.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
