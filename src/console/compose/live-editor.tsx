import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import type { AnswerDesk } from "../session/answer-desk";
import { announce } from "../shell/announcer";
import type { EditorAssistant } from "./editor-assistant";
import { heldChars } from "./draft";
import { toEditorText } from "./editor-text";
import { EditorBinding } from "./editor-binding";

export interface LiveEditorProps {
  readonly desk: AnswerDesk;
  readonly id: string;
  readonly editorRef: RefObject<EditorBinding | null>;
  readonly assistantRef: RefObject<EditorAssistant | null>;
  readonly label: string;
  /** The id of the element that says how much has gone. */
  readonly describedBy: string;
  readonly isReadOnly: boolean;
  readonly isEnterSend: boolean;
  readonly onSend: () => void;
}

/**
 * The editor of an answer whose beginning may have gone. It is one native text area with everything in it, so that input methods, undo,
 * selection, spelling and screen readers work as everywhere; a mirror of its text behind it marks what is locked and what waits behind the caret, and gives it its height.
 */
export function LiveEditor(props: LiveEditorProps): preact.JSX.Element {
  const { desk, id, editorRef, assistantRef, label, describedBy, isReadOnly, isEnterSend, onSend } =
    props;
  const area = useRef<HTMLTextAreaElement>(null);
  const shown = useSignal(toEditorText(desk.draft.peek().text));
  const latest = useRef({ isEnterSend, onSend });
  latest.current = { isEnterSend, onSend };

  useLayoutEffect(() => {
    if (area.current === null) return undefined;
    const binding = new EditorBinding(area.current, desk, {
      assistant: () => assistantRef.current,
      onChange: (text) => {
        shown.value = text;
      },
      onLocked: () => announce(messages.peek().composer.lockedEdit),
      isSendKey: (event) =>
        event.key === "Enter" &&
        (event.ctrlKey || event.metaKey || (latest.current.isEnterSend && !event.shiftKey)),
      onSend: () => latest.current.onSend(),
    });
    editorRef.current = binding;
    return () => {
      binding.dispose();
      editorRef.current = null;
    };
  }, [desk, editorRef, assistantRef, shown]);
  useEffect(() => {
    if (area.current !== null) area.current.readOnly = isReadOnly;
  }, [isReadOnly]);

  const lockedChars = toEditorText(
    desk.draft.value.text.slice(0, desk.draft.value.sentChars),
  ).length;
  const text = shown.value;
  const heldFrom = Math.max(lockedChars, text.length - heldChars(desk.draft.value));
  return (
    <div class="editor" data-locked={lockedChars > 0}>
      <div class="editor-mirror" aria-hidden="true">
        <mark>{text.slice(0, lockedChars)}</mark>
        {text.slice(lockedChars, heldFrom)}
        <span>{text.slice(heldFrom)}</span>
        {"\u200B"}
      </div>
      <textarea
        ref={area}
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        placeholder={messages.value.composer.placeholder}
        dir="auto"
        rows={1}
        autocomplete="off"
        autocapitalize="sentences"
        spellcheck
        enterkeyhint={isEnterSend ? "send" : "enter"}
      />
    </div>
  );
}
