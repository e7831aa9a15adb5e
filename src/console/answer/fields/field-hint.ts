import type { NumberField, StringField } from "../../schema-form/form-node";

/** A range as mathematics writes it, which needs no language. */
function rangeText(least: number | null, most: number | null): string | null {
  if (least !== null && most !== null) return `${least} – ${most}`;
  if (least !== null) return `≥ ${least}`;
  return most === null ? null : `≤ ${most}`;
}

export function hintOfNumber({ minimum, maximum }: NumberField): string | null {
  return rangeText(minimum, maximum);
}

/** Examples say a format in every language. */
const FORMAT_EXAMPLES: Readonly<Record<string, string>> = {
  date: "2026-11-20",
  time: "12:30:00Z",
  "date-time": "2026-11-20T12:30:00Z",
  duration: "PT15M",
  email: "name@example.com",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  uri: "https://example.com/",
  url: "https://example.com/",
  uuid: "123e4567-e89b-12d3-a456-426614174000",
};

export function hintOfString({ format, pattern, charsMin, charsMax }: StringField): string | null {
  const length = rangeText(charsMin, charsMax);
  const parts = [
    format,
    pattern === null ? null : `/${pattern}/`,
    length === null ? null : `[${length}]`,
  ];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.join("  ");
}

interface InputKind {
  readonly isDate: boolean;
  readonly inputMode: "text" | "email" | "url";
  readonly placeholder: string | undefined;
}

/**
 * A date has the browser's own picker where the text is one or nothing yet: that input cannot show anything else. Other formats stay
 * text, as the browser's inputs for them change what is typed.
 */
export function inputKindOf({ format, text }: StringField): InputKind {
  const isDate = format === "date" && /^(?:\d{4}-\d{2}-\d{2})?$/.test(text);
  const isAddress = format === "uri" || format === "url";
  return {
    isDate,
    inputMode: format === "email" ? "email" : isAddress ? "url" : "text",
    placeholder: format === null ? undefined : FORMAT_EXAMPLES[format],
  };
}
