import { useSignal } from "@preact/signals";
import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { lazy } from "./lazy";

export const SettingsFields = lazy(
  async () => (await import("./settings/settings-fields")).SettingsFields,
);

/** A panel under the button that opens it by this id. */
export function SettingsPanel({ id, account }: { readonly id: string; readonly account: Account }) {
  const isOpen = useSignal(false);
  return (
    <section
      id={id}
      popover="auto"
      class="popover settings"
      aria-label={messages.value.shell.settings}
      onBeforeToggle={({ newState }) => {
        isOpen.value = newState === "open";
      }}
    >
      {isOpen.value ? <SettingsFields account={account} /> : null}
    </section>
  );
}
