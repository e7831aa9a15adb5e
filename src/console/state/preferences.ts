import { computed } from "@preact/signals";
import { OPERATOR_NAME_CHARS_MAX } from "../../console-protocol/constants";
import { DELIVERY_LIMITS, type Pace } from "../../core/reply-delivery";
import type { SendMode } from "../compose/draft";
import { chooseLocale, LOCALES, type Locale } from "../i18n/locale";
import { THEMES, type Theme } from "./theme";
import { booleanOf, oneOf, storedSignal } from "./stored-signal";

/** Null: the browser's. */
export const chosenLocale = storedSignal<Locale | null>("locale", null, oneOf(LOCALES));
export const locale = computed(() => chooseLocale(chosenLocale.value, navigator.languages));

export const theme = storedSignal<Theme>("theme", "auto", oneOf(THEMES));

/** On from the beginning: who opened a console to answer wants to hear of it. Browsers keep it silent until something was clicked. */
export const isSoundOn = storedSignal("sound", true, booleanOf);
/** Whether arrivals are to be shown outside the page; the browser's permission is a matter of its own. */
export const notifications = storedSignal("notifications", false, booleanOf);

/**
 * Whether keys without Ctrl, Alt or Meta do anything. Who speaks to the machine, or touches keys by accident, needs to switch them off
 * (WCAG 2.1.4).
 */
export const areSingleKeysOn = storedSignal("single-keys", true, booleanOf);

/** When what is typed goes to the caller. */
export const sendMode = storedSignal<SendMode>(
  "send-mode",
  "word",
  oneOf(["word", "sentence", "send"]),
);

/** How fast an answer arrives; null: as fast as it is written. */
export const pace = storedSignal<Pace | null>("pace", null, readPace);

/** What others see; never empty. */
const chosenName = storedSignal("name", "", (stored) =>
  typeof stored === "string" ? cutName(stored) : null,
);
const FALLBACK_NAMES: Readonly<Record<Locale, string>> = { en: "Operator", ja: "オペレーター" };
export const operatorName = computed(() => chosenName.value || FALLBACK_NAMES[locale.value]);

/** Changes the name; an empty one goes back to the one that everybody has at first. */
export function renameOperator(name: string): void {
  chosenName.value = cutName(name);
}

function cutName(name: string): string {
  return name.trim().slice(0, OPERATOR_NAME_CHARS_MAX).toWellFormed();
}

function readPace(stored: unknown): Pace | null {
  if (typeof stored !== "object" || stored === null) return null;
  const { firstTokenDelayMs, tokensPerSecond, jitter } = stored as Readonly<
    Record<keyof Pace, unknown>
  >;
  const { firstTokenDelayMsMax, tokensPerSecondMin, tokensPerSecondMax } = DELIVERY_LIMITS;
  if (!isWithin(firstTokenDelayMs, 0, firstTokenDelayMsMax) || !isWithin(jitter, 0, 1)) return null;
  if (tokensPerSecond === null) return { firstTokenDelayMs, tokensPerSecond, jitter };
  if (!isWithin(tokensPerSecond, tokensPerSecondMin, tokensPerSecondMax)) return null;
  return { firstTokenDelayMs, tokensPerSecond, jitter };
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max;
}
