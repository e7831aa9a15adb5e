import type { Locale } from "./locale";

/** Numbers, times and lists as a language writes them. Times are in milliseconds since 1970. */
export interface Formats {
  number(value: number): string;
  list(items: readonly string[]): string;
  /** A choice between things, as in "a, b or c". */
  alternatives(items: readonly string[]): string;
  /** The time of day. */
  time(atMs: number): string;
  dateTime(atMs: number): string;
  /** How long ago something was, or when it will be, in its largest unit. */
  relative(atMs: number, nowMs: number): string;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** `timeZone` is an IANA name; the browser's own without one. */
export function createFormats(locale: Locale, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const numbers = new Intl.NumberFormat(locale);
  const conjunctions = new Intl.ListFormat(locale, { type: "conjunction" });
  const disjunctions = new Intl.ListFormat(locale, { type: "disjunction" });
  const times = new Intl.DateTimeFormat(locale, { timeStyle: "medium", ...zone });
  const dateTimes = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "medium",
    ...zone,
  });
  const relatives = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return {
    number: (value) => numbers.format(value),
    list: (items) => conjunctions.format(items),
    alternatives: (items) => disjunctions.format(items),
    time: (atMs) => times.format(atMs),
    dateTime: (atMs) => dateTimes.format(atMs),
    relative: (atMs, nowMs) => {
      const distanceMs = atMs - nowMs;
      const largest = UNITS.find(([, unitMs]) => Math.abs(distanceMs) >= unitMs);
      const [unit, unitMs] = largest ?? UNITS[3];
      return relatives.format(Math.trunc(distanceMs / unitMs) || 0, unit);
    },
  };
}

/** Picks the form of a word that a count takes in a language. */
export function createPlural(
  locale: Locale,
): (
  count: number,
  forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { other: string },
) => string {
  const rules = new Intl.PluralRules(locale);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
