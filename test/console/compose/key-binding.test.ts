import { describe, expect, it } from "vitest";
import {
  RESERVED_BINDINGS,
  findConflict,
  formatBinding,
  isSameBinding,
  matchesBinding,
  parseBinding,
  type KeyBinding,
  type KeyPress,
} from "../../../src/console/compose/key-binding";

function binding(text: string): KeyBinding {
  const parsed = parseBinding(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.reason}`);
  return parsed.value;
}

function press(key: string, code: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    code,
    ctrlKey: false,
    altKey: false,
    shiftKey: false,
    metaKey: false,
    isComposing: false,
    isAltGraph: false,
    ...modifiers,
  };
}

describe("a key binding", () => {
  it.each([
    ["alt+1", "Alt+1"],
    ["shift + CTRL + k", "Ctrl+Shift+K"],
    ["Cmd+Option+Enter", "Alt+Meta+Enter"],
    ["Ctrl++", "Ctrl++"],
    ["f2", "F2"],
    ["Control+esc", "Ctrl+Escape"],
    ["Ａｌｔ＋１", "Alt+1"],
    ["Alt+ß", "Alt+ß"],
  ])("is read and written in one way: %s", (text, written) => {
    expect(formatBinding(binding(text))).toBe(written);
    expect(isSameBinding(binding(text), binding(written))).toBe(true);
  });

  it("is refused with its reason where it is none, or would write into the editor", () => {
    for (const text of ["", "Ctrl", "Ctrl+Shift"])
      expect(parseBinding(text)).toEqual({ ok: false, error: { reason: "no-key" } });
    for (const text of ["k", "Shift+K", "Enter"])
      expect(parseBinding(text)).toEqual({ ok: false, error: { reason: "needs-modifier" } });
    expect(parseBinding("Hyper+K")).toEqual({
      ok: false,
      error: { reason: "unknown-key", key: "Hyper" },
    });
    expect(parseBinding("Alt+Nokey")).toEqual({
      ok: false,
      error: { reason: "unknown-key", key: "Nokey" },
    });
  });

  it("is pressed with its modifiers and no others", () => {
    const ctrlK = binding("Ctrl+K");
    expect(matchesBinding(ctrlK, press("k", "KeyK", { ctrlKey: true }))).toBe(true);
    expect(matchesBinding(ctrlK, press("K", "KeyK", { ctrlKey: true, shiftKey: true }))).toBe(
      false,
    );
    expect(matchesBinding(ctrlK, press("k", "KeyK", { ctrlKey: true, altKey: true }))).toBe(false);
    expect(matchesBinding(ctrlK, press("k", "KeyK"))).toBe(false);
    expect(matchesBinding(binding("Ctrl+Space"), press(" ", "Space", { ctrlKey: true }))).toBe(
      true,
    );
  });

  it("means the key's label, or its place where the label is of another script or changed by Option", () => {
    const altQ = binding("Alt+Q");
    expect(matchesBinding(altQ, press("q", "KeyA", { altKey: true }))).toBe(true);
    expect(matchesBinding(altQ, press("a", "KeyQ", { altKey: true }))).toBe(false);
    expect(matchesBinding(altQ, press("й", "KeyQ", { altKey: true }))).toBe(true);
    expect(matchesBinding(binding("Alt+1"), press("¡", "Digit1", { altKey: true }))).toBe(true);
    expect(matchesBinding(binding("Alt+E"), press("Dead", "KeyE", { altKey: true }))).toBe(true);
    const ctrlShift1 = press("!", "Digit1", { ctrlKey: true, shiftKey: true });
    expect(matchesBinding(binding("Ctrl+Shift+1"), ctrlShift1)).toBe(true);
  });

  it("of a character does not mind whether the keyboard needs Shift for it", () => {
    const question = binding("Ctrl+?");
    const pressed = { ctrlKey: true, shiftKey: true };
    expect(matchesBinding(question, press("?", "Slash", pressed))).toBe(true);
    expect(matchesBinding(question, press("?", "Minus", { ctrlKey: true }))).toBe(true);
  });

  it("is not pressed while an input method composes, nor by the key that writes @", () => {
    const ctrlAltQ = binding("Ctrl+Alt+Q");
    const both = { ctrlKey: true, altKey: true };
    expect(matchesBinding(ctrlAltQ, press("q", "KeyQ", both))).toBe(true);
    expect(matchesBinding(ctrlAltQ, press("@", "KeyQ", { ...both, isAltGraph: true }))).toBe(false);
    expect(matchesBinding(ctrlAltQ, press("q", "KeyQ", { ...both, isComposing: true }))).toBe(
      false,
    );
  });

  it("may be neither reserved nor another template's", () => {
    const others = [{ id: "a", binding: binding("Alt+1") }];
    const one = { id: "b", binding: binding("alt+1") };
    expect(findConflict(one, others)).toEqual({ type: "template", id: "a" });
    expect(findConflict({ ...one, id: "a" }, others)).toBe(null);
    expect(findConflict({ id: "b", binding: binding("ctrl+enter") }, others)).toEqual({
      type: "reserved",
      binding: "Ctrl+Enter",
    });
  });

  it("that is reserved is written as bindings are", () => {
    expect(RESERVED_BINDINGS.map((text) => formatBinding(binding(text)))).toEqual(
      RESERVED_BINDINGS,
    );
  });
});
