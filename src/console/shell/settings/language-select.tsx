import { useId } from "preact/hooks";
import { chooseLocale, LOCALE_NAMES, LOCALES } from "../../i18n/locale";
import { messages } from "../../i18n/use-messages";
import { chosenLocale } from "../../state/preferences";

/** Which language the page speaks. It changes at once, and nothing that was typed is lost. */
export function LanguageSelect() {
  const id = useId();
  const { shell } = messages.value;
  const automatic = LOCALE_NAMES[chooseLocale(null, navigator.languages)];
  return (
    <div class="field">
      <label for={id}>{shell.language}</label>
      <select
        id={id}
        value={chosenLocale.value ?? ""}
        onChange={(event) => {
          const { value } = event.currentTarget;
          chosenLocale.value = LOCALES.find((locale) => locale === value) ?? null;
        }}
      >
        <option value="">{shell.languageAuto(automatic)}</option>
        {LOCALES.map((locale) => (
          <option key={locale} value={locale} lang={locale}>
            {LOCALE_NAMES[locale]}
          </option>
        ))}
      </select>
    </div>
  );
}
