import { signal, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { matchesBinding, type KeyBinding, type KeyPress } from "../compose/key-binding";
import { areSingleKeysOn } from "../state/preferences";

/** A command with its keys, as the help sheet lists it. */
export interface Shortcut {
  readonly id: string;
  /** The part of the help sheet that it stands in. */
  readonly group: "everywhere" | "inbox" | "session" | "composer";
  /** Any of them. One without modifiers is not heard while somebody writes. */
  readonly keys: readonly KeyBinding[];
  /** In the language of the moment, so it is a function. */
  readonly description: () => string;
  /** Null where another element listens by itself, as an editor does, and this is only for the help sheet. */
  readonly run: (() => void) | null;
  /** Whether it works while somebody writes; those with Ctrl, Alt or Meta do unless it says no. */
  readonly isForWriting?: boolean;
}

const registered = signal<readonly Shortcut[]>([]);

/** All that work at this moment, in the order in which they came. */
export const shortcuts: ReadonlySignal<readonly Shortcut[]> = registered;

/** Returns how to take it back. The newest one with the same keys wins. */
export function registerShortcut(shortcut: Shortcut): () => void {
  registered.value = [...registered.peek().filter(({ id }) => id !== shortcut.id), shortcut];
  return () => {
    registered.value = registered.peek().filter((other) => other !== shortcut);
  };
}

/**
 * For as long as the component is there. `run` may use whatever the component has at the moment; what the keys depend on, if they change, is
 * in `dependencies`.
 */
export function useShortcut(
  { run, ...shortcut }: Shortcut,
  dependencies: readonly unknown[] = [],
): void {
  const newest = useRef(run);
  newest.current = run;
  const isForPage = run !== null;
  useEffect(
    () => registerShortcut({ ...shortcut, run: isForPage ? () => newest.current?.() : null }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the shortcut is a new object each time
    [shortcut.id, isForPage, ...dependencies],
  );
}

/** A key alone, or with Shift where its character needs it. */
export function plainKey(key: string): KeyBinding {
  return { hasCtrl: false, hasAlt: false, hasShift: false, hasMeta: false, key };
}

/** The same with Ctrl, and with Command for a Mac. */
export function commandKey(
  key: string,
  more: Partial<Omit<KeyBinding, "key" | "hasCtrl" | "hasMeta">> = {},
): readonly KeyBinding[] {
  const binding = { ...plainKey(key), ...more };
  return [
    { ...binding, hasCtrl: true },
    { ...binding, hasMeta: true },
  ];
}

const EDITABLE = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
/** Where keys such as Enter have a meaning of their own. */
const OPERATED = "a, button, summary, [role=tab], [role=menuitem]";

/** Hears every key that no element on its way has taken. */
export function listenToShortcuts(): () => void {
  addEventListener("keydown", runShortcut);
  return () => removeEventListener("keydown", runShortcut);
}

function runShortcut(event: KeyboardEvent): void {
  // A dialog has its own keys, and what is behind it is not to be operated.
  if (event.defaultPrevented || document.querySelector("dialog:modal") !== null) return;
  const shortcut = registered.peek().findLast((one) => one.run !== null && isMeant(one, event));
  if (shortcut === undefined) return;
  event.preventDefault();
  shortcut.run?.();
}

function isMeant({ keys, isForWriting }: Shortcut, event: KeyboardEvent): boolean {
  const press = keyPressOf(event);
  const binding = keys.find((key) => matchesBinding(key, press));
  if (binding === undefined) return false;
  if (isSingleKey(binding) && !areSingleKeysOn.peek()) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(EDITABLE))
    return isForWriting ?? (binding.hasCtrl || binding.hasAlt || binding.hasMeta);
  return binding.key !== "Enter" && binding.key !== "Space"
    ? true
    : binding.hasCtrl || binding.hasMeta || !target?.closest(OPERATED);
}

/** A character alone, which voice control and an elbow also write. */
function isSingleKey({ key, hasCtrl, hasAlt, hasMeta }: KeyBinding): boolean {
  return key.length === 1 && !hasCtrl && !hasAlt && !hasMeta;
}

/** What the pure key models take of an event. */
export function keyPressOf(event: KeyboardEvent): KeyPress {
  const { key, code, ctrlKey, altKey, shiftKey, metaKey, keyCode } = event;
  return {
    key,
    code,
    ctrlKey,
    altKey,
    shiftKey,
    metaKey,
    // Safari ends the composition before the Enter that ended it, and marks the key with 229 alone.
    isComposing: event.isComposing || keyCode === 229,
    isAltGraph: event.getModifierState("AltGraph"),
  };
}
