import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { navigate } from "./route";
import { listenToShortcuts, plainKey, useShortcut } from "./shortcuts";

/** Whether the help sheet is on the page. */
export const isHelpOpen = signal(false);

/** The keys that work in every view. */
export function useShellShortcuts(): void {
  useEffect(() => listenToShortcuts(), []);
  useShortcut({
    id: "help",
    group: "everywhere",
    keys: [plainKey("?")],
    description: () => messages.value.shell.shortcuts.help,
    run: () => {
      isHelpOpen.value = true;
    },
  });
  useShortcut({
    id: "inbox",
    group: "everywhere",
    keys: [plainKey("I")],
    description: () => messages.value.shell.shortcuts.inbox,
    run: () => navigate("/"),
  });
}
