import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { Announcer } from "./announcer";
import { Icon } from "./icon";

export interface DialogProps {
  readonly title: string;
  /** Esc, the close button, or the browser's own way back. The owner then stops rendering it. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** Buttons, the most important one last. */
  readonly footer?: ComponentChildren;
  readonly size?: "small" | "medium" | "large";
}

/**
 * A modal dialog, open for as long as it is rendered. The browser keeps the focus inside; it goes to the element with `autofocus`, or
 * the first one, and in the end back to where it was.
 */
export function Dialog({ title, onClose, children, footer, size = "medium" }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  /** The browser says that it has closed only afterwards, when another dialog may be open. */
  const isGone = useRef(false);
  const titleId = useId();
  useLayoutEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    isGone.current = false;
    dialog?.showModal();
    return () => {
      isGone.current = true;
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class="dialog"
      data-size={size}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // The owner closes it, so that its state and the page's stay the same.
        event.preventDefault();
        onClose();
      }}
      onClose={() => {
        // A second Esc closes a dialog without asking.
        if (!isGone.current) onClose();
      }}
    >
      <div class="dialog-frame">
        <header class="dialog-header">
          <h2 id={titleId}>{title}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={messages.value.shell.close}
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class="dialog-body">{children}</div>
        {footer === undefined ? null : <footer class="dialog-footer">{footer}</footer>}
        {/* What is outside of a modal dialog is silent. */}
        <Announcer />
      </div>
    </dialog>
  );
}
