import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { SlashMenu } from "../../../src/console/templates/slash-menu";
import type { Template } from "../../../src/console/templates/template";

const TEMPLATES = ["Farewell", "Greeting", "Regret"].map((name, index) => ({
  id: `${index}`,
  name,
  text: `Text of ${name}`,
  binding: null,
}));

/** A menu in which somebody types, and what it has inserted. */
function open(templates: readonly Template[] = TEMPLATES) {
  const inserted: string[] = [];
  const menu: SlashMenu = new SlashMenu(signal(templates), ({ text }) => {
    inserted.push(text);
    change("/gre", text);
  });
  const change = (before: string, after: string): void =>
    menu.follow({ before, after, isHistory: false, hasGone: false });
  const type = (text: string): void => {
    for (let chars = 1; chars <= text.length; chars += 1)
      change(text.slice(0, chars - 1), text.slice(0, chars));
  };
  const press = (key: string, modifiers: { readonly ctrlKey?: boolean } = {}): boolean =>
    menu.press({
      key,
      ctrlKey: false,
      altKey: false,
      shiftKey: false,
      metaKey: false,
      ...modifiers,
    });
  const names = (): readonly string[] => menu.found.value.map(({ name }) => name);
  return { menu, inserted, type, press, names };
}

describe("the menu of a slash", () => {
  it("narrows as one types, with the names that begin so before others, and holds everything back", () => {
    const { menu, type, names } = open();
    expect(menu.isHolding).toBe(false);
    type("/re");
    expect(names()).toEqual(["Regret", "Farewell", "Greeting"]);
    expect(menu.isHolding).toBe(true);
    type("/re ");
    expect(menu.isHolding).toBe(false);
  });

  it.each(["Enter", "Tab"])("inserts what is chosen by %s, and lets go", (key) => {
    const { menu, inserted, type, press } = open();
    type("/gre");
    expect([press(key), inserted, menu.isHolding]).toEqual([true, ["Text of Greeting"], false]);
    expect(press(key)).toBe(false);
  });

  it("goes round by the arrows, and begins anew with another query", () => {
    const { menu, type, press } = open();
    type("/");
    expect([press("ArrowUp"), menu.activeIndex.value]).toEqual([true, 2]);
    expect([press("ArrowDown"), menu.activeIndex.value]).toEqual([true, 0]);
    press("ArrowDown");
    type("/g");
    expect(menu.activeIndex.value).toBe(0);
  });

  it("is closed by Escape, and what was typed stays a text", () => {
    const { menu, inserted, type, press } = open();
    type("/gre");
    expect([press("Escape"), menu.query.value]).toEqual([true, null]);
    menu.follow({ before: "/gre", after: "/gree", isHistory: false, hasGone: false });
    expect([menu.isHolding, press("Enter"), inserted]).toEqual([false, false, []]);
  });

  it("leaves the keys alone where nothing is found, and those that send always", () => {
    const { menu, type, press } = open();
    type("/xyz");
    expect(["Enter", "Tab", "ArrowDown"].map((key) => press(key))).toEqual([false, false, false]);
    expect(menu.isHolding).toBe(true);
    type("/gre");
    expect(press("Enter", { ctrlKey: true })).toBe(false);
  });

  it("stays closed where a template is such a text itself, and where there are none", () => {
    const slash = { id: "1", name: "Greeting", text: "/greet", binding: null };
    const { menu, inserted, type, press } = open([slash]);
    type("/gre");
    press("Enter");
    expect([inserted, menu.isHolding]).toEqual([["/greet"], false]);
    const none = open([]);
    none.type("/");
    expect(none.menu.isHolding).toBe(false);
  });
});
