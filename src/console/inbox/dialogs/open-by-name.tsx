import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { parseSessionName, type SessionNameProblem } from "../../../core/session-name";
import { messages } from "../../i18n/use-messages";
import { Dialog } from "../../shell/dialog";
import { navigate, sessionPath } from "../../shell/route";

/** Opens a session before anybody has called it. */
export function OpenByName({ onClose }: { readonly onClose: () => void }) {
  const { shell, inbox } = messages.value;
  const texts = inbox.openByName;
  const problem = useSignal<SessionNameProblem | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = parseSessionName(field.current?.value);
    problem.value = name.ok ? null : name.error;
    if (!name.ok) return;
    onClose();
    navigate(sessionPath(name.value));
  };
  return (
    <Dialog
      title={texts.title}
      size="small"
      onClose={onClose}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {shell.cancel}
          </button>
          <button type="submit" form={`${id}-form`} class="button button-primary">
            {texts.submit}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} class="field" onSubmit={submit} noValidate>
        <label for={id}>{texts.label}</label>
        <input
          ref={field}
          id={id}
          type="text"
          autofocus
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          aria-invalid={problem.value === null ? undefined : "true"}
          aria-describedby={`${id}-fault ${id}-hint`}
        />
        <p id={`${id}-fault`} class="fault" role="alert">
          {problem.value === null ? "" : texts.problems[problem.value]}
        </p>
        <p id={`${id}-hint`} class="hint">
          {texts.hint}
        </p>
      </form>
    </Dialog>
  );
}
