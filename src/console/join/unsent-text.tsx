import { useId } from "preact/hooks";
import { CopyButton } from "../conversation/copy-button";
import { messages } from "../i18n/use-messages";

const ROWS_MAX = 8;

/** What was written and cannot be sent any more, to be read and copied. */
export function UnsentText({ text }: { readonly text: string }) {
  const id = useId();
  const { join } = messages.value;
  if (text === "") return null;
  return (
    <div class="unsent-text">
      <label for={id}>{join.unsent}</label>
      <CopyButton text={() => text} label={join.copyUnsent} />
      <textarea
        id={id}
        readOnly
        dir="auto"
        rows={Math.min(ROWS_MAX, text.split("\n").length + 1)}
        value={text}
      />
    </div>
  );
}
