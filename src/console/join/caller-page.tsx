import { useId, useState } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { CopyButton } from "../conversation/copy-button";
import { formats, messages } from "../i18n/use-messages";
import { Logo } from "../shell/logo";
import { snippet, SNIPPET_LANGUAGES, type SnippetLanguage } from "./snippets";

/** What a program needs to ask. The key is that of the link, and stays in this page. */
export function CallerPage({
  account,
  token,
}: {
  readonly account: Account;
  readonly token: string | null;
}) {
  const { join, shell } = messages.value;
  const { caller } = join;
  const baseUrl = `${location.origin}/v1`;
  const model = account.sessionName ?? "";
  return (
    <main class="caller">
      <p class="brand">
        <Logo />
        {shell.product}
      </p>
      <h1>{caller.title}</h1>
      <p class="muted">{caller.text}</p>
      <dl class="caller-values">
        <Value name={caller.baseUrl} value={baseUrl} />
        <Value name={caller.model} value={model} />
        {account.pattern !== null && <p class="hint">{caller.modelHelp(account.pattern)}</p>}
        {token === null ? (
          <p class="notice">{caller.keyGone}</p>
        ) : (
          <Value name={caller.key} value={token} isSecret />
        )}
      </dl>
      {account.expiresAtMs !== null && (
        <p class="hint">{caller.until(formats.value.dateTime(account.expiresAtMs))}</p>
      )}
      <Examples baseUrl={baseUrl} model={model} token={token} />
    </main>
  );
}

function Value({
  name,
  value,
  isSecret = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly isSecret?: boolean;
}) {
  const [isShown, setIsShown] = useState(!isSecret);
  const { caller } = messages.value.join;
  return (
    <div class="caller-value">
      <dt>{name}</dt>
      <dd>
        <code>{isShown ? value : "•".repeat(12)}</code>
        {isSecret && (
          <button
            type="button"
            class="button"
            aria-pressed={isShown}
            onClick={() => {
              setIsShown(!isShown);
            }}
          >
            {isShown ? caller.hide : caller.show}
          </button>
        )}
        <CopyButton text={() => value} label={`${messages.value.shell.copy}: ${name}`} />
      </dd>
    </div>
  );
}

function Examples({
  baseUrl,
  model,
  token,
}: {
  readonly baseUrl: string;
  readonly model: string;
  readonly token: string | null;
}) {
  const [language, setLanguage] = useState<SnippetLanguage>("python");
  const id = useId();
  const { caller } = messages.value.join;
  // The key on the screen is hidden until it is asked for; what is copied has it.
  const textWith = (apiKey: string): string =>
    snippet(language, { baseUrl, model, apiKey, question: caller.question });
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{caller.examples}</h2>
      <fieldset class="segments" aria-labelledby={id}>
        {SNIPPET_LANGUAGES.map(({ id: one, name }) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === language}
            onClick={() => {
              setLanguage(one);
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
      <div class="caller-snippet">
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by the keyboard too */}
        <pre tabIndex={0}>{textWith("YOUR_KEY")}</pre>
        <CopyButton text={() => textWith(token ?? "YOUR_KEY")} />
      </div>
    </section>
  );
}
