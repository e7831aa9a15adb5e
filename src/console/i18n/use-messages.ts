import { computed, effect, signal } from "@preact/signals";
import { locale } from "../state/preferences";
import { createFormats } from "./format";
import type { Locale } from "./locale";
import type { Messages } from "./messages";

interface Dictionary {
  readonly locale: Locale;
  readonly messages: Messages;
}

/** A page loads one language, and the other one only when somebody changes to it. */
const LOADERS: Readonly<Record<Locale, () => Promise<Messages>>> = {
  en: async () => (await import("./en")).en,
  ja: async () => (await import("./ja")).ja,
};

const dictionary = signal<Dictionary | null>(null);

/** To be awaited before the first view. From then on the language follows what is chosen. */
export async function loadMessages(): Promise<void> {
  await show(locale.peek());
  effect(() => {
    // Without a connection the page stays as it is, and the choice is kept for the next time.
    show(locale.value).catch(() => {});
  });
}

async function show(next: Locale): Promise<void> {
  const messagesOfNext = await LOADERS[next]();
  // Another one may have been chosen while this one was on its way.
  if (locale.peek() === next) dictionary.value = { locale: next, messages: messagesOfNext };
}

const loaded = computed(() => {
  if (dictionary.value === null) throw new Error("The messages are read before they are loaded.");
  return dictionary.value;
});

/** Every sentence in the language of the page. Components read `messages.value`, and change with it. */
export const messages = computed(() => loaded.value.messages);

/** The language that the page is in: the chosen one, as soon as it is loaded. */
export const shownLocale = computed(() => loaded.value.locale);

/** Numbers, times and lists in that language. */
export const formats = computed(() => createFormats(shownLocale.value));
