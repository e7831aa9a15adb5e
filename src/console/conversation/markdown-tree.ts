import type { MarkedToken, Token, Tokens } from "marked";
import { safeLink } from "./safe-link";

/** What Markdown may become: a text, or one of a closed set of elements. There is none that fetches or runs anything. */
export type MarkdownNode =
  | string
  | {
      readonly kind: "element";
      readonly tag: MarkdownTag;
      readonly children: readonly MarkdownNode[];
    }
  | { readonly kind: "link"; readonly href: string; readonly children: readonly MarkdownNode[] }
  | { readonly kind: "list"; readonly start: number | null; readonly items: readonly ListItem[] }
  | { readonly kind: "code"; readonly text: string; readonly language: string | null }
  | {
      readonly kind: "table";
      readonly header: readonly TableCell[];
      readonly rows: readonly (readonly TableCell[])[];
    };

export type MarkdownTag =
  | "h3"
  | "h4"
  | "h5"
  | "h6"
  | "p"
  | "blockquote"
  | "strong"
  | "em"
  | "del"
  | "code"
  | "br"
  | "hr";

export interface ListItem {
  /** Null where it is no task. */
  readonly isChecked: boolean | null;
  readonly children: readonly MarkdownNode[];
}

export interface TableCell {
  readonly align: "center" | "left" | "right" | null;
  readonly children: readonly MarkdownNode[];
}

/** Marked's tokens as a tree of safe elements: raw HTML stays the text that it is, and an image becomes its words and a link. */
export function markdownTree(tokens: readonly Token[]): readonly MarkdownNode[] {
  return tokens.flatMap((token) => nodesOf(token as MarkedToken));
}

function nodesOf(token: MarkedToken): readonly MarkdownNode[] {
  switch (token.type) {
    case "space":
    case "def":
    case "checkbox":
      return [];
    case "hr":
      return [element("hr", [])];
    case "code":
      return [{ kind: "code", text: token.text, language: token.lang?.split(/\s/)[0] || null }];
    case "paragraph":
      return [element("p", markdownTree(token.tokens))];
    case "blockquote":
      return [element("blockquote", markdownTree(token.tokens))];
    case "heading":
      return [element(headingTag(token.depth), markdownTree(token.tokens))];
    case "list":
      return [listOf(token)];
    case "list_item":
      return markdownTree(token.tokens);
    case "table":
      return [{ kind: "table", header: token.header.map(cellOf), rows: token.rows.map(rowOf) }];
    default:
      return inlineNodesOf(token);
  }
}

type InlineToken =
  | Tokens.Br
  | Tokens.Codespan
  | Tokens.Del
  | Tokens.Em
  | Tokens.Escape
  | Tokens.HTML
  | Tokens.Image
  | Tokens.Link
  | Tokens.Strong
  | Tokens.Tag
  | Tokens.Text;

function inlineNodesOf(token: InlineToken): readonly MarkdownNode[] {
  switch (token.type) {
    case "html":
      return [token.block ? element("p", [token.text]) : token.text];
    case "escape":
      return [token.text];
    case "br":
      return [element("br", [])];
    case "text":
      return token.tokens === undefined ? [withReferences(token.text)] : markdownTree(token.tokens);
    case "codespan":
      return [element("code", [token.text])];
    case "strong":
    case "em":
    case "del":
      return [element(token.type, markdownTree(token.tokens))];
    case "link":
      return linkTo(token.href, markdownTree(token.tokens));
    case "image":
      return imageWords(token);
  }
}

function element(tag: MarkdownTag, children: readonly MarkdownNode[]): MarkdownNode {
  return { kind: "element", tag, children };
}

/** The page itself has the first two levels. */
function headingTag(depth: number): MarkdownTag {
  if (depth === 1) return "h3";
  return depth === 2 ? "h4" : depth === 3 ? "h5" : "h6";
}

function linkTo(address: string, children: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const href = safeLink(address);
  return href === null ? [...children, ` (${address})`] : [{ kind: "link", href, children }];
}

/** Fetching it would tell its owner that somebody reads this. */
function imageWords({ text, href }: Tokens.Image): readonly MarkdownNode[] {
  return linkTo(href, [`🖼 ${text === "" ? href : text}`]);
}

function listOf({ ordered, start, items }: Tokens.List): MarkdownNode {
  return {
    kind: "list",
    start: ordered ? (start === "" ? 1 : start) : null,
    items: items.map(({ task, checked, tokens }) => ({
      isChecked: task ? (checked ?? false) : null,
      children: markdownTree(tokens),
    })),
  };
}

function rowOf(row: readonly Tokens.TableCell[]): readonly TableCell[] {
  return row.map(cellOf);
}

function cellOf({ align, tokens }: Tokens.TableCell): TableCell {
  return { align, children: markdownTree(tokens) };
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00A0",
};

/** The character references that people write; marked leaves all of them to a browser's HTML parser, which is not asked here. */
function withReferences(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));/g,
    (source, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? source) : source;
      const code = Number.parseInt(decimal ?? hex ?? "", decimal === undefined ? 16 : 10);
      const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isCharacter ? String.fromCodePoint(code) : source;
    },
  );
}
