import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import type { ShellMessages } from "../i18n/sections/shell";
import { LanguageSelect } from "../shell/settings/language-select";
import { MessagePage } from "../shell/message-page";
import { signIn, type SignInFault } from "../state/account";

/** Asks for the key. It goes to the server once, and comes back as a cookie that no script can read. */
export function SignInPage() {
  const { shell } = messages.value;
  const fault = useSignal<SignInFault | "empty" | null>(null);
  const isBusy = useSignal(false);
  const isShown = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);

  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const key = field.current?.value.trim() ?? "";
    if (isBusy.value) return;
    isBusy.value = true;
    fault.value = key === "" ? "empty" : await signIn(key);
    isBusy.value = false;
    if (fault.value !== null) field.current?.select();
  };

  const problem = fault.value === null ? "" : describeFault(shell.signIn, fault.value);
  return (
    <MessagePage title={shell.signIn.title} text={shell.signIn.intro}>
      <form class="sign-in" onSubmit={(event) => void submit(event)} noValidate>
        <div class="field">
          <label for="key">{shell.signIn.key}</label>
          <input
            ref={field}
            id="key"
            name="key"
            type="password"
            autocomplete="current-password"
            autocapitalize="off"
            spellcheck={false}
            required
            aria-invalid={problem === "" ? undefined : "true"}
            aria-describedby={problem === "" ? "key-hint" : "key-fault key-hint"}
          />
          <p id="key-fault" class="fault" role="alert">
            {problem}
          </p>
          <p id="key-hint" class="hint">
            {shell.signIn.keyHint}
          </p>
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={isShown.value}
            onChange={(event) => {
              isShown.value = event.currentTarget.checked;
              // By the element, so that what is typed and where the caret is stay as they are.
              if (field.current !== null) field.current.type = isShown.value ? "text" : "password";
            }}
          />
          {shell.signIn.showKey}
        </label>
        <button type="submit" class="button button-primary" aria-disabled={isBusy.value}>
          {isBusy.value ? shell.signIn.submitting : shell.signIn.submit}
        </button>
      </form>
      <LanguageSelect />
    </MessagePage>
  );
}

function describeFault(texts: ShellMessages["signIn"], fault: SignInFault | "empty"): string {
  if (fault === "empty") return texts.empty;
  switch (fault.reason) {
    case "wrong":
      return texts.wrong;
    case "too-many":
      return texts.tooMany;
    case "unreachable":
      return texts.unreachable;
    case "no-console":
      return texts.noConsole;
    case "invited":
      return texts.invited;
    case "failed":
      return texts.failed(fault.detail);
  }
}
