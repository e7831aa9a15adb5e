import { browserStore } from "../answer/browser-store";
import { NO_TEXT, readPlayerText, unsentText, type PlayerText } from "./player-text";

const PREFIX = "motive-proxy.player.";
/** Names the text of the chat that was open last: a page that is let in no more does not know which that was. */
const LAST_KEY = "motive-proxy.last-player";

export function readKeptText(sessionName: string): PlayerText {
  return readPlayerText(browserStore().getItem(keyOf(sessionName)));
}

/** False where the browser has no room, or is forbidden to keep anything. */
export function keepText(sessionName: string, text: PlayerText): boolean {
  try {
    const store = browserStore();
    store.setItem(keyOf(sessionName), JSON.stringify(text));
    store.setItem(LAST_KEY, keyOf(sessionName));
    return true;
  } catch {
    return false;
  }
}

/** What a player wrote in this browser last, and did not send. */
export function lastUnsentText(): string {
  const store = browserStore();
  const key = store.getItem(LAST_KEY);
  return unsentText(key === null ? NO_TEXT : readPlayerText(store.getItem(key)));
}

function keyOf(sessionName: string): string {
  return PREFIX + encodeURIComponent(sessionName);
}
