import { browserStore, tabStore } from "../answer/browser-store";
import { randomId } from "../state/random-id";
import { createOpenPages } from "./open-pages";
import { TabStorage } from "./tab-storage";

let own: TabStorage | null = null;

/** What this page keeps of what is typed. */
export function ownStorage(): TabStorage {
  own ??= open();
  return own;
}

function open(): TabStorage {
  const page = randomId();
  return new TabStorage({
    page,
    tab: tabStore(),
    browser: browserStore(),
    openPages: createOpenPages(page),
    nowMs: () => Date.now(),
  });
}
