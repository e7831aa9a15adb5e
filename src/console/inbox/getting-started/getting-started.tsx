import { useSignal } from "@preact/signals";
import { messages } from "../../i18n/use-messages";
import { copyText } from "../../shell/copy-text";
import { Icon } from "../../shell/icon";
import { EXAMPLES, exampleCall, type ExampleKind } from "./example-call";
import { OpenByName } from "../lazy-dialogs";

/** For a server that nobody has called yet: where a program has to call, and how. */
export function GettingStarted() {
  const { inbox: texts, shell } = messages.value;
  const kind = useSignal<ExampleKind>("curl");
  const isOpening = useSignal(false);
  const baseUrl = `${location.origin}/v1`;
  const call = exampleCall(kind.value, baseUrl);
  return (
    <div class="welcome-card getting-started">
      <h2>{texts.empty.title}</h2>
      <p>{texts.empty.text}</p>
      <div class="copy-line">
        <span class="muted">{texts.empty.baseUrl}</span>
        <code>{baseUrl}</code>
        <button
          type="button"
          class="icon-button"
          aria-label={`${shell.copy}: ${texts.empty.baseUrl}`}
          onClick={() => void copyText(baseUrl)}
        >
          <Icon name="copy" />
        </button>
      </div>
      <div class="copy-line">
        <fieldset class="segments" aria-label={texts.empty.example}>
          {EXAMPLES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === kind.value}
              onClick={() => {
                kind.value = one;
              }}
            >
              {texts.empty.examples[one]}
            </button>
          ))}
        </fieldset>
        <button
          type="button"
          class="icon-button"
          aria-label={`${shell.copy}: ${texts.empty.example}`}
          onClick={() => void copyText(call)}
        >
          <Icon name="copy" />
        </button>
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and keys must scroll it, too */}
      <pre tabIndex={0} aria-label={texts.empty.example}>
        {call}
      </pre>
      <button
        type="button"
        class="button"
        onClick={() => {
          isOpening.value = true;
        }}
      >
        {texts.openByName.action}
      </button>
      {isOpening.value ? (
        <OpenByName
          onClose={() => {
            isOpening.value = false;
          }}
        />
      ) : null}
    </div>
  );
}
