import { useId, useState } from "preact/hooks";
import { formatBinding, parseBinding, type KeyBinding } from "../compose/key-binding";
import { describeBinding, describeBindingProblem } from "../i18n/describe-binding";
import { messages } from "../i18n/use-messages";

/** Takes the keys that are pressed in it. Tab alone goes on to the next field, and Escape closes the dialog, as everywhere. */
export function BindingInput({
  binding,
  conflict,
  change,
}: {
  readonly binding: KeyBinding | null;
  readonly conflict: string | null;
  readonly change: (binding: KeyBinding | null) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const texts = messages.value.templates;
  const fault = problem ?? conflict;
  const onKeyDown = (event: KeyboardEvent): void => {
    const { ctrlKey, altKey, shiftKey, metaKey, key } = event;
    const isPlain = !ctrlKey && !altKey && !metaKey;
    if (event.isComposing || (isPlain && (key === "Tab" || key === "Escape"))) return;
    if (["Control", "Alt", "Shift", "Meta", "AltGraph"].includes(key)) return;
    event.preventDefault();
    if (isPlain && (key === "Backspace" || key === "Delete")) {
      setProblem(null);
      change(null);
      return;
    }
    const modifiers = [ctrlKey && "Ctrl", altKey && "Alt", shiftKey && "Shift", metaKey && "Meta"];
    const text = [...modifiers.filter((one) => one !== false), keyName(event)].join("+");
    const parsed = parseBinding(text);
    setProblem(parsed.ok ? null : describeBindingProblem(messages.value, parsed.error));
    if (parsed.ok) change(parsed.value);
  };
  return (
    <div class="field">
      <label for={id}>{texts.keys}</label>
      <input
        id={id}
        readOnly
        aria-describedby={`${id}:help`}
        aria-invalid={fault !== null || undefined}
        placeholder={texts.noKeys}
        value={binding === null ? "" : describeBinding(messages.value, binding)}
        onKeyDown={onKeyDown}
      />
      <p class={fault === null ? "hint" : "fault"} id={`${id}:help`} aria-live="polite">
        {fault ?? texts.keysHelp}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {binding === null ? "" : formatBinding(binding)}
      </p>
    </div>
  );
}

/** A letter by its place where a modifier changes what the key writes, as Option does on a Mac. */
function keyName({ key, code }: KeyboardEvent): string {
  if (key === " ") return "Space";
  const place = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code)?.slice(1).find(Boolean);
  return key.length === 1 && place !== undefined && !/^[a-z0-9]$/i.test(key) ? place : key;
}
