import { useState } from "preact/hooks";
import { numberToJson } from "../schema-form/json-text";

/** A number as a person types it, wide digits too; null for nothing, and NaN for what is none. */
export function parseNumber(text: string): number | null {
  if (text.trim() === "") return null;
  const json = numberToJson(text);
  return json === null ? Number.NaN : Number(json);
}

/** A small field for a number. It keeps what is half-typed, which an input of type number would not. */
export function NumberText({
  id,
  value,
  placeholder,
  describedBy,
  isInvalid = false,
  onNumber,
}: {
  readonly id: string;
  readonly value: number | null;
  readonly placeholder?: string;
  readonly describedBy?: string | undefined;
  readonly isInvalid?: boolean;
  readonly onNumber: (value: number | null) => void;
}) {
  const [text, setText] = useState("");
  // What was typed stays as long as it says the same as the value.
  const isSame = Object.is(parseNumber(text), value);
  return (
    <input
      id={id}
      class="number-input"
      inputMode="decimal"
      autocomplete="off"
      placeholder={placeholder}
      aria-describedby={describedBy}
      aria-invalid={isInvalid || undefined}
      value={isSame ? text : String(value ?? "")}
      onInput={({ currentTarget: { value: typed } }) => {
        setText(typed);
        onNumber(parseNumber(typed));
      }}
    />
  );
}
