export const LOCALES = ["en", "ja"] as const;

export type Locale = (typeof LOCALES)[number];

/** Each language's own name for itself, so that whoever cannot read the page finds theirs. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = { en: "English", ja: "日本語" };

const FALLBACK: Locale = "en";

/**
 * The language of the console: the one that was chosen, or else the browser's first that there is. `languages` is the browser's list,
 * with or without regions.
 */
export function chooseLocale(chosen: string | null, languages: readonly string[]): Locale {
  for (const tag of chosen === null ? languages : [chosen, ...languages]) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    const locale = LOCALES.find((one) => one === language);
    if (locale !== undefined) return locale;
  }
  return FALLBACK;
}
