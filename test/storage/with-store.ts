import type { SessionStore } from "../../src/storage/session-store.ts";

/** Calls a test with a fresh store. */
export type WithStore = (test: (store: SessionStore) => void) => Promise<void>;
