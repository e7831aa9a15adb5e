import { lexer } from "marked";
import { describe, expect, it } from "vitest";
import { markdownTree, type MarkdownNode } from "../../../src/console/conversation/markdown-tree";
import { safeLink } from "../../../src/console/conversation/safe-link";

const treeOf = (text: string): readonly MarkdownNode[] => markdownTree(lexer(text));

function links(nodes: readonly MarkdownNode[]): string[] {
  return nodes.flatMap((node) => {
    if (typeof node === "string") return [];
    if (node.kind === "link") return [node.href, ...links(node.children)];
    if (node.kind === "element") return links(node.children);
    if (node.kind === "list") return node.items.flatMap(({ children }) => links(children));
    if (node.kind === "table")
      return [node.header, ...node.rows].flat().flatMap(({ children }) => links(children));
    return [];
  });
}

describe("Markdown of a stranger", () => {
  it("leaves HTML as the text that it is", () => {
    expect(treeOf('<script>alert(1)</script>\n\na <img src="x"> b')).toEqual([
      { kind: "element", tag: "p", children: ["<script>alert(1)</script>"] },
      { kind: "element", tag: "p", children: ["a ", '<img src="x">', " b"] },
    ]);
  });

  it("links to web pages and mail alone, and shows where else it would have led", () => {
    const text =
      "[a](https://a.example/) [b](javascript:alert(1)) [c](data:text/html,x) <d@e.example> [f](/g)";
    expect(links(treeOf(text))).toEqual(["https://a.example/", "mailto:d@e.example"]);
    expect(JSON.stringify(treeOf(text))).toContain("(javascript:alert(1))");
  });

  it("fetches no picture: it is its words and a link", () => {
    expect(treeOf("![A cart](https://a.example/cart.png)")).toEqual([
      {
        kind: "element",
        tag: "p",
        children: [{ kind: "link", href: "https://a.example/cart.png", children: ["🖼 A cart"] }],
      },
    ]);
  });

  it("is no way past the list of safe schemes by blanks or case", () => {
    for (const address of ["JavaScript:1", " javascript:1", "java\nscript:1", "vbscript:1", "x"])
      expect(safeLink(address)).toBe(null);
    expect(safeLink("HTTPS://A.example")).toBe("https://a.example/");
  });
});

describe("Markdown that is shown", () => {
  it("has headings below the page's own, lists with their numbers and tasks, code and tables", () => {
    expect(treeOf("# One\n\n3. c\n4. d\n\n- [x] done\n\n```ts title\nx < y\n```")).toEqual([
      { kind: "element", tag: "h3", children: ["One"] },
      {
        kind: "list",
        start: 3,
        items: [
          { isChecked: null, children: ["c"] },
          { isChecked: null, children: ["d"] },
        ],
      },
      { kind: "list", start: null, items: [{ isChecked: true, children: ["done"] }] },
      { kind: "code", text: "x < y", language: "ts" },
    ]);
    expect(treeOf("| a | b |\n| --- | --: |\n| 1 | **2** |")).toMatchObject([
      { kind: "table", header: [{ align: null }, { align: "right", children: ["b"] }] },
    ]);
  });

  it("reads the character references that people write, and leaves the others", () => {
    expect(treeOf("&lt;b&gt; &amp; &#233; &#x1F600; &nosuch;")).toEqual([
      { kind: "element", tag: "p", children: ["<b> & é 😀 &nosuch;"] },
    ]);
  });
});
