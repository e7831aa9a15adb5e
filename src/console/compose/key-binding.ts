import { fail, succeed, type Result } from "../../core/result";

/** A key with its modifiers, as `Ctrl+Shift+K`. */
export interface KeyBinding {
  readonly hasCtrl: boolean;
  readonly hasAlt: boolean;
  readonly hasShift: boolean;
  /** The Command key of a Mac, the Windows key elsewhere. */
  readonly hasMeta: boolean;
  /** A capital letter, a digit, another character, or a name out of `NAMED_KEYS`. */
  readonly key: string;
}

export type BindingProblem =
  | { readonly reason: "no-key" }
  | { readonly reason: "unknown-key"; readonly key: string }
  /** A key alone, or with Shift, writes a character into the editor. */
  | { readonly reason: "needs-modifier" };

/** What a keyboard event says, and no more. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
  readonly isComposing: boolean;
  /** `getModifierState("AltGraph")`: the key that writes `@` on many keyboards, which Windows reports as Ctrl and Alt. */
  readonly isAltGraph: boolean;
}

export const NAMED_KEYS = [
  "Enter",
  "Escape",
  "Space",
  "Tab",
  "Backspace",
  "Delete",
  "Home",
  "End",
  "PageUp",
  "PageDown",
  "ArrowUp",
  "ArrowDown",
  "ArrowLeft",
  "ArrowRight",
] as const;

const MODIFIERS: Readonly<Record<string, keyof Omit<KeyBinding, "key">>> = {
  ctrl: "hasCtrl",
  control: "hasCtrl",
  alt: "hasAlt",
  option: "hasAlt",
  shift: "hasShift",
  meta: "hasMeta",
  cmd: "hasMeta",
  command: "hasMeta",
};
const FUNCTION_KEY = /^F(?:[1-9]|1[0-9]|2[0-4])$/;
const LETTER_OR_DIGIT = /^[A-Z0-9]$/;

/** What a template's binding may not be. First what sends, and what editors listen to. */
export const RESERVED_BINDINGS: readonly string[] = [
  "Ctrl+Enter",
  "Meta+Enter",
  "Ctrl+A",
  "Ctrl+C",
  "Ctrl+V",
  "Ctrl+X",
  "Ctrl+Y",
  "Ctrl+Z",
  "Ctrl+Shift+Z",
  "Meta+A",
  "Meta+C",
  "Meta+V",
  "Meta+X",
  "Meta+Z",
  "Shift+Meta+Z",
  // The session view's own, which work while somebody writes.
  "Alt+ArrowDown",
  "Alt+ArrowUp",
  "Alt+C",
  "Alt+M",
  "Alt+P",
  "Alt+R",
  "Alt+W",
  "Ctrl+/",
  "Meta+/",
  // Browsers keep these, and no page ever hears of them.
  "Ctrl+N",
  "Ctrl+T",
  "Ctrl+W",
  "Ctrl+Shift+N",
  "Ctrl+Shift+T",
  "Ctrl+Shift+W",
  "Meta+N",
  "Meta+Q",
  "Meta+T",
  "Meta+W",
];

/** Reads a binding in any order and case of its modifiers. */
export function parseBinding(text: string): Result<KeyBinding, BindingProblem> {
  const parts = text
    .normalize("NFKC")
    .trim()
    .split(/\s*\+\s*/);
  // A plus sign can be the key itself, as in `Ctrl++`.
  if (parts.length > 1 && parts.at(-1) === "") parts.splice(-2, 2, "+");
  const keyText = parts.at(-1) ?? "";
  const modifiers = { hasCtrl: false, hasAlt: false, hasShift: false, hasMeta: false };
  for (const part of parts.slice(0, -1)) {
    const modifier = MODIFIERS[part.toLowerCase()];
    if (modifier === undefined) return fail({ reason: "unknown-key", key: part });
    modifiers[modifier] = true;
  }
  if (keyText === "" || Object.hasOwn(MODIFIERS, keyText.toLowerCase()))
    return fail({ reason: "no-key" });
  const key = parseKey(keyText);
  if (key === null) return fail({ reason: "unknown-key", key: keyText });
  const { hasCtrl, hasAlt, hasMeta } = modifiers;
  if (!hasCtrl && !hasAlt && !hasMeta && !FUNCTION_KEY.test(key))
    return fail({ reason: "needs-modifier" });
  return succeed({ ...modifiers, key });
}

function parseKey(text: string): string | null {
  const upper = text.toUpperCase();
  if (FUNCTION_KEY.test(upper)) return upper;
  if ([...text].length === 1) {
    if (/^[\p{C}\p{Z}]$/u.test(text)) return null;
    return upper.length === text.length ? upper : text;
  }
  if (upper === "ESC") return "Escape";
  return NAMED_KEYS.find((name) => name.toUpperCase() === upper) ?? null;
}

/** The one way to write a binding, so that equal bindings have equal texts. */
export function formatBinding({ hasCtrl, hasAlt, hasShift, hasMeta, key }: KeyBinding): string {
  const modifiers = [hasCtrl && "Ctrl", hasAlt && "Alt", hasShift && "Shift", hasMeta && "Meta"];
  return [...modifiers.filter((name) => name !== false), key].join("+");
}

export function isSameBinding(a: KeyBinding, b: KeyBinding): boolean {
  return formatBinding(a) === formatBinding(b);
}

/** Whether a key press is a binding's. Never while an input method composes, whose keys are its own. */
export function matchesBinding(binding: KeyBinding, press: KeyPress): boolean {
  if (press.isComposing || press.isAltGraph) return false;
  const { hasCtrl, hasAlt, hasShift, hasMeta, key } = binding;
  if (press.ctrlKey !== hasCtrl || press.altKey !== hasAlt || press.metaKey !== hasMeta)
    return false;
  // Which characters need Shift differs between keyboards, so that for them it is no part of the binding.
  const isCharacter = key.length === 1 && !LETTER_OR_DIGIT.test(key);
  if (!isCharacter && press.shiftKey !== hasShift) return false;
  return pressedKey(press) === key || (isCharacter && press.key === key);
}

/** A letter as the keyboard is labelled; where a Mac's Option or another script changes what it writes, by its place. */
function pressedKey({ key, code }: KeyPress): string {
  if (key === " ") return "Space";
  const upper = key.toUpperCase();
  if (LETTER_OR_DIGIT.test(upper)) return upper;
  if (key.length > 1 && key !== "Dead") return key;
  return /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code)?.slice(1).find(Boolean) ?? upper;
}

export interface BoundTemplate {
  readonly id: string;
  readonly binding: KeyBinding;
}

export type BindingConflict =
  | { readonly type: "reserved"; readonly binding: string }
  | { readonly type: "template"; readonly id: string };

/** What already listens to a binding, apart from the template that it is for. */
export function findConflict(
  { id, binding }: BoundTemplate,
  others: readonly BoundTemplate[],
): BindingConflict | null {
  const text = formatBinding(binding);
  if (RESERVED_BINDINGS.includes(text)) return { type: "reserved", binding: text };
  const other = others.find((one) => one.id !== id && isSameBinding(one.binding, binding));
  return other === undefined ? null : { type: "template", id: other.id };
}
