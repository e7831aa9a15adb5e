import { effect, signal, type Signal } from "@preact/signals";

const PREFIX = "motive-proxy.";

/** A signal that outlives the page, and is the same in every tab. What was stored and `read` does not take is forgotten. */
export function storedSignal<Value>(
  name: string,
  initial: Value,
  read: (stored: unknown) => Value | null,
): Signal<Value> {
  const key = PREFIX + name;
  const stored = signal(readValue(localStorageItem(key), initial, read));
  let storedText = JSON.stringify(stored.value);
  effect(() => {
    const text = JSON.stringify(stored.value);
    if (text === storedText) return;
    storedText = text;
    try {
      localStorage.setItem(key, text);
    } catch {
      // Full or forbidden: it holds for this page at least.
    }
  });
  addEventListener("storage", (event) => {
    if (event.key !== key) return;
    const value = readValue(event.newValue, initial, read);
    storedText = JSON.stringify(value);
    stored.value = value;
  });
  return stored;
}

function localStorageItem(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function readValue<Value>(
  text: string | null,
  initial: Value,
  read: (stored: unknown) => Value | null,
): Value {
  if (text === null) return initial;
  try {
    return read(JSON.parse(text)) ?? initial;
  } catch {
    // Somebody else's, or an older version's.
    return initial;
  }
}

/** Takes one out of a list. */
export function oneOf<const Value extends string>(
  values: readonly Value[],
): (stored: unknown) => Value | null {
  return (stored) => values.find((value) => value === stored) ?? null;
}

export function booleanOf(stored: unknown): boolean | null {
  return typeof stored === "boolean" ? stored : null;
}
