import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../../src/console", import.meta.url));

/** What people read or hear, and a literal of which is in one language alone. */
const SPOKEN_ATTRIBUTES = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "placeholder",
  "title",
]);
/** Keys are labelled so on the keyboards of every country; signs are no words, and a template's placeholder is code. */
const NO_WORDS = /^(?:[^\p{L}]*|[A-Z]|Enter|\{\{.*\}\})$/u;

const components = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".tsx"))
  .toSorted();

/** The texts of a component that stand in it and not in a dictionary. */
function literalsOf(name: string, source: string): readonly string[] {
  const literals: string[] = [];
  visit(parseSync(name, source).program, (node) => {
    if (node["type"] === "JSXText") literals.push(String(node["value"]).trim());
    if (node["type"] === "JSXExpressionContainer") literals.push(...stringsOf(node["expression"]));
    if (node["type"] === "JSXAttribute" && isSpoken(node))
      literals.push(...stringsOf(node["value"]));
  });
  return literals.filter((text) => !NO_WORDS.test(text));
}

type Node = Readonly<Record<string, unknown>>;

function visit(value: unknown, look: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) visit(one, look);
  if (!isNode(value)) return;
  look(value);
  for (const [key, child] of Object.entries(value))
    // An attribute's expression is no text of the page, unless it is a spoken one.
    if (!(value["type"] === "JSXAttribute" && key === "value" && !hasElements(child)))
      visit(child, look);
}

function hasElements(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes('"JSXElement"');
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSpoken({ name }: Node): boolean {
  return isNode(name) && SPOKEN_ATTRIBUTES.has(String(name["name"]));
}

/** The strings that an expression can become, as far as they stand in it. */
function stringsOf(value: unknown): readonly string[] {
  if (!isNode(value)) return [];
  switch (value["type"]) {
    case "Literal":
      return typeof value["value"] === "string" ? [value["value"]] : [];
    case "TemplateLiteral":
      return (value["quasis"] as readonly Node[]).map((quasi) =>
        String((quasi["value"] as Node)["cooked"]),
      );
    case "ConditionalExpression":
      return [...stringsOf(value["consequent"]), ...stringsOf(value["alternate"])];
    case "LogicalExpression":
      return [...stringsOf(value["left"]), ...stringsOf(value["right"])];
    case "JSXExpressionContainer":
      return stringsOf(value["expression"]);
    default:
      return [];
  }
}

describe("every text of the page is in the dictionaries", () => {
  it("there are components", () => {
    expect(components.length).toBeGreaterThan(20);
  });

  it.each(components)("%s has none of its own", (name) => {
    expect(literalsOf(name, readFileSync(join(root, name), "utf8"))).toEqual([]);
  });

  it("finds what it looks for", () => {
    const source = `const view = (
      <p title="Tip" class="big">
        Text {isNew ? "New" : \`\${count} old\`} <b>—</b> <kbd>J</kbd>
        <button aria-label={isOn ? "On" : texts.off} onClick={() => log("click")}>{texts.go}</button>
      </p>
    );`;
    expect(literalsOf("view.tsx", source)).toEqual(["Tip", "Text", "New", " old", "On"]);
  });
});
