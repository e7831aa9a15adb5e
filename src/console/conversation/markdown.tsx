import { signal } from "@preact/signals";
import type { ComponentChild } from "preact";
import { h } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { CopyButton } from "./copy-button";
import type { ListItem, MarkdownNode, TableCell } from "./markdown-tree";
import type { readMarkdown } from "./read-markdown";
import { SCROLLABLE } from "./scrollable";

type Reader = typeof readMarkdown;

/** Loaded with the first text that is shown as Markdown: plain text is the rule, and needs none of it. */
const reader = signal<Reader | null>(null);
let isLoading = false;

/** A text as Markdown; as it is until its reader is there, and where that gives up. */
export function Markdown({ text }: { readonly text: string }) {
  useEffect(() => {
    if (reader.peek() === null && !isLoading) void loadReader();
  }, []);
  const read = reader.value;
  const tree = useMemo(() => read?.(text) ?? null, [read, text]);
  if (tree === null) return <div class="plain-text">{text}</div>;
  return <div class="markdown">{nodesOf(tree)}</div>;
}

async function loadReader(): Promise<void> {
  isLoading = true;
  try {
    reader.value = (await import("./read-markdown")).readMarkdown;
  } catch {
    // The network is away. The text is readable as it is, and the next one that is shown tries again.
    isLoading = false;
  }
}

function nodesOf(nodes: readonly MarkdownNode[]): readonly ComponentChild[] {
  return nodes.map((node, index) => nodeOf(node, index));
}

function nodeOf(node: MarkdownNode, key: number): ComponentChild {
  if (typeof node === "string") return node;
  switch (node.kind) {
    case "element":
      return h(node.tag, { key }, ...nodesOf(node.children));
    case "link":
      return (
        <a key={key} href={node.href} target="_blank" rel="noreferrer noopener">
          {nodesOf(node.children)}
        </a>
      );
    case "code":
      return <CodeBlock key={key} text={node.text} language={node.language} />;
    case "list":
      return node.start === null ? (
        <ul key={key}>{node.items.map(listItem)}</ul>
      ) : (
        <ol key={key} start={node.start}>
          {node.items.map(listItem)}
        </ol>
      );
    case "table":
      return (
        <div key={key} class="markdown-table">
          <table>
            <thead>
              <tr>{node.header.map((cell, index) => tableCell("th", cell, index))}</tr>
            </thead>
            <tbody>
              {node.rows.map((row, rowIndex) => (
                // eslint-disable-next-line react/no-array-index-key -- rows of a text have no other name, and never move
                <tr key={rowIndex}>{row.map((cell, index) => tableCell("td", cell, index))}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

function listItem({ isChecked, children }: ListItem, index: number): ComponentChild {
  return (
    <li key={index} data-task={isChecked !== null}>
      {isChecked === null ? null : isChecked ? "☑ " : "☐ "}
      {nodesOf(children)}
    </li>
  );
}

function tableCell(tag: "th" | "td", { align, children }: TableCell, key: number): ComponentChild {
  return h(tag, { key, "data-align": align ?? undefined }, ...nodesOf(children));
}

export function CodeBlock({
  text,
  language = null,
}: {
  readonly text: string;
  readonly language?: string | null;
}) {
  return (
    <div class="code-block">
      <div class="code-block-bar">
        <span class="muted">{language}</span>
        <CopyButton text={() => text} />
      </div>
      <pre {...SCROLLABLE}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
