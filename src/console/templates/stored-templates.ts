import type { KeyValueStore } from "../kept/tab-storage";

/** Where templates for every session are kept, below the console's prefix. */
export const SHARED_NAME = "templates";

export function sessionTemplatesName(sessionName: string): string {
  return `${SHARED_NAME}.${encodeURIComponent(sessionName)}`;
}

/** Whether a session has templates, or anything that may be some, without reading them. */
export function hasStoredTemplates(store: KeyValueStore, sessionName: string): boolean {
  return [SHARED_NAME, sessionTemplatesName(sessionName)].some((name) => {
    const text = store.getItem(`motive-proxy.${name}`);
    return text !== null && text !== "[]";
  });
}
