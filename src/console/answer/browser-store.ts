import type { KeyValueStore } from "../kept/tab-storage";

/** In place of a browser's storage that is forbidden by its settings: everything works, and nothing outlives the page. */
const NOTHING: KeyValueStore = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem: () => {
    throw new Error("This browser keeps nothing.");
  },
  removeItem: () => {},
};

/** What outlives the page; touching it at all throws where it is forbidden. */
export function browserStore(): KeyValueStore {
  try {
    return localStorage;
  } catch {
    return NOTHING;
  }
}

/** What outlives a reload, and ends with the tab. */
export function tabStore(): KeyValueStore {
  try {
    return sessionStorage;
  } catch {
    return NOTHING;
  }
}
