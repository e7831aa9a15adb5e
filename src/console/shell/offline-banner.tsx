import { useSignal, useSignalEffect, type ReadonlySignal } from "@preact/signals";
import { messages } from "../i18n/use-messages";
import type { Connection } from "../state/connection";
import { announce } from "./announcer";
import { Icon } from "./icon";

/** Most losses are over before anybody has read a sentence. */
const PATIENCE_MS = 2_500;

/** Says what still works while the server is away. */
export function OfflineBanner({ connection }: { readonly connection: ReadonlySignal<Connection> }) {
  const isShown = useSignal(false);
  useSignalEffect(() => {
    if (connection.value === "online") {
      if (isShown.peek()) announce(messages.peek().shell.connection.backOnline);
      isShown.value = false;
      return undefined;
    }
    if (connection.value !== "offline") return undefined;
    const timer = setTimeout(() => {
      isShown.value = true;
      announce(messages.peek().shell.connection.offlineNote);
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  });
  if (!isShown.value) return null;
  return (
    <div class="notice" data-tone="waiting">
      <Icon name="warning" />
      <p>{messages.value.shell.connection.offlineNote}</p>
    </div>
  );
}
