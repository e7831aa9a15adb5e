import { useSignalEffect } from "@preact/signals";
import { shownLocale } from "../i18n/use-messages";
import { theme } from "../state/preferences";

/** What the document itself says: its language, for screen readers, hyphens and fonts, and its colours. */
export function usePageSettings(): void {
  useSignalEffect(() => {
    document.documentElement.lang = shownLocale.value;
  });
  useSignalEffect(() => {
    document.documentElement.dataset["theme"] = theme.value;
  });
}
