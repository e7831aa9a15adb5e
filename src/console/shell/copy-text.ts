import { messages } from "../i18n/use-messages";
import { toast } from "./toast";

/** Puts a text on the clipboard, and says so; returns whether it went. */
export async function copyText(text: string): Promise<boolean> {
  const isCopied = (await copyByClipboard(text)) || copyBySelection(text);
  const { copied, copyFailed } = messages.peek().shell;
  if (isCopied) toast(copied);
  else toast(copyFailed, { tone: "error" });
  return isCopied;
}

async function copyByClipboard(text: string): Promise<boolean> {
  // On plain http, as in a home network, there is none.
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.readOnly = true;
  area.className = "visually-hidden";
  const active = document.activeElement;
  // Behind a modal dialog nothing else can be selected.
  (active?.closest("dialog") ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (active instanceof HTMLElement) active.focus();
  return isCopied;
}
