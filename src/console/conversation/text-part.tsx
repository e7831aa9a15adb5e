import { useSignal } from "@preact/signals";
import { formats, messages } from "../i18n/use-messages";
import { Markdown } from "./markdown";

/** A text of a million characters is a pasted file, and drawing it would stop the page. */
const SHOWN_CHARS = 12_000;

/** A text of a conversation: as it is, or as Markdown where the reader has chosen that. */
export function TextPart({
  text,
  isMarkdown,
}: {
  readonly text: string;
  readonly isMarkdown: boolean;
}) {
  const isWhole = useSignal(false);
  const isCut = text.length > SHOWN_CHARS && !isWhole.value;
  const shown = isCut ? wellFormedStart(text, SHOWN_CHARS) : text;
  return (
    <>
      {isMarkdown ? (
        <Markdown text={shown} />
      ) : (
        <div class="plain-text" dir="auto">
          {shown}
        </div>
      )}
      {isCut ? (
        <button
          type="button"
          class="button"
          onClick={() => {
            isWhole.value = true;
          }}
        >
          {messages.value.session.showWholeText(formats.value.number(text.length))}
        </button>
      ) : null}
    </>
  );
}

/** The beginning of a text that ends with no half of a character. */
function wellFormedStart(text: string, chars: number): string {
  const isHalf = /[\uD800-\uDBFF]/.test(text[chars - 1] ?? "");
  return text.slice(0, isHalf ? chars - 1 : chars);
}
