import { useSignal } from "@preact/signals";
import { messages } from "../i18n/use-messages";
import { copyText } from "../shell/copy-text";
import { Icon } from "../shell/icon";

const TOLD_MS = 2_000;

/** Copies a text. `text` is asked for only when it is needed, as some are long. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: () => string;
  /** What is copied, where the place does not say it. */
  readonly label?: string;
}) {
  const isCopied = useSignal(false);
  const { shell } = messages.value;
  const copy = async (): Promise<void> => {
    if (!(await copyText(text()))) return;
    isCopied.value = true;
    setTimeout(() => {
      isCopied.value = false;
    }, TOLD_MS);
  };
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label ?? shell.copy}
      title={label ?? shell.copy}
      onClick={() => void copy()}
    >
      <Icon name={isCopied.value ? "check" : "copy"} />
    </button>
  );
}
