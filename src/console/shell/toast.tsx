import { signal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { announce } from "./announcer";
import { Icon } from "./icon";

export interface Toast {
  readonly text: string;
  readonly tone: "plain" | "error";
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

/** Long enough to be read twice; an error or one with a button stays until it is put away. */
const SHOWN_MS = 6_000;

const toasts = signal<readonly Toast[]>([]);

/** Shows a short sentence about something that has just happened, and says it to screen readers. */
export function toast(
  text: string,
  { tone = "plain", action = null }: Partial<Omit<Toast, "text">> = {},
): void {
  const shown: Toast = { text, tone, action };
  toasts.value = [...toasts.value.filter((other) => other.text !== text), shown].slice(-3);
  announce(text);
  if (tone === "plain" && action === null) setTimeout(() => dismiss(shown), SHOWN_MS);
}

function dismiss(shown: Toast): void {
  toasts.value = toasts.value.filter((other) => other !== shown);
}

/** On top of everything, dialogs too. */
export function Toasts() {
  const panel = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const hasSome = toasts.value.length > 0;
    // Shown anew, it comes before a dialog that was opened after it.
    panel.current?.hidePopover();
    if (hasSome) panel.current?.showPopover();
  });
  return (
    <div ref={panel} class="toasts" popover="manual">
      {toasts.value.map((shown) => (
        <div key={shown.text} class="toast" data-tone={shown.tone}>
          <p>{shown.text}</p>
          {shown.action === null ? null : (
            <button
              type="button"
              class="button"
              onClick={() => {
                dismiss(shown);
                shown.action?.run();
              }}
            >
              {shown.action.label}
            </button>
          )}
          <button
            type="button"
            class="icon-button"
            aria-label={messages.value.shell.dismiss}
            onClick={() => dismiss(shown)}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
