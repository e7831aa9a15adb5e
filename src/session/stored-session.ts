import { hashText } from "../core/hash-text";
import type { SideRequestCandidate } from "../core/leg";
import type { PairingSettings } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import { migrate } from "../storage/migrations";
import { SqliteSessionStore } from "../storage/sqlite-session-store";
import { createToolCallId } from "./tool-call-id";
import { SessionEngine } from "./session-engine";

export interface StoredSessionOptions {
  readonly storage: DurableObjectStorage;
  readonly settings: PairingSettings;
  readonly onSideRequest: (holdId: string, candidate: SideRequestCandidate) => void;
}

interface SessionParts {
  readonly store: SqliteSessionStore;
  readonly engine: SessionEngine;
}

/** The tables and the engine of a session, made when something is to be stored: asking after a session must not create one. */
export class StoredSession {
  readonly #options: StoredSessionOptions;
  #parts: SessionParts | null = null;

  constructor(options: StoredSessionOptions) {
    this.#options = options;
  }

  get isStored(): boolean {
    if (this.#parts !== null) return true;
    const { sql } = this.#options.storage;
    return sql.exec("SELECT name FROM sqlite_master WHERE name = 'state'").toArray().length > 0;
  }

  /** Creates the tables where there are none. */
  open(): SessionParts {
    if (this.#parts !== null) return this.#parts;
    const { storage, settings, onSideRequest } = this.#options;
    migrate(storage);
    const store = new SqliteSessionStore(storage, hashText);
    const engine = new SessionEngine({
      store,
      settings,
      hashText,
      createToolCallId,
      onSideRequest,
    });
    this.#parts = { store, engine };
    return this.#parts;
  }

  /** Null where nothing is stored. */
  read<T>(read: (store: SqliteSessionStore, state: SessionState) => T): T | null {
    if (!this.isStored) return null;
    const { engine, store } = this.open();
    return read(store, engine.state);
  }

  /** The storage was emptied. */
  forget(): void {
    this.#parts = null;
  }
}
