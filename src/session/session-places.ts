import type { Settings } from "../core/settings";
import type { TurnError } from "../core/turn-error";
import type { DirectoryApi } from "../directory/directory-api";
import type { StoredSession } from "./stored-session";

export interface SessionPlacesOptions {
  readonly name: string;
  readonly session: StoredSession;
  readonly settings: Pick<Settings, "sessionsMax" | "sessionBytesMax">;
  readonly directory: () => DirectoryApi;
}

/** PAIR-19: how many sessions there are, and how much each may store. */
export class SessionPlaces {
  readonly #options: SessionPlacesOptions;

  constructor(options: SessionPlacesOptions) {
    this.#options = options;
  }

  /** A new session needs a place, an old one room. */
  async refusalOfRequest(nowMs: number): Promise<TurnError | null> {
    return (await this.claim(nowMs)) ?? this.#fullError();
  }

  /** A session that has expired gave its place away. Null: it has one. */
  async claim(nowMs: number): Promise<TurnError | null> {
    const { name, session, settings, directory } = this.#options;
    const { sessionsMax } = settings;
    if (sessionsMax === 0) return null;
    if (session.isStored && !session.open().engine.state.isExpired) return null;
    if (await directory().claim(name, nowMs, sessionsMax)) return null;
    const message = `This server has ${sessionsMax} sessions, which is its limit. Delete one, or wait.`;
    return { reason: "too_many_sessions", message, retryAfterSeconds: 60 };
  }

  #fullError(): TurnError | null {
    const { session, settings } = this.#options;
    const { sessionBytesMax } = settings;
    if (!session.isStored || session.open().store.usedBytes() < sessionBytesMax) return null;
    const message = `This session stores ${sessionBytesMax} bytes, which is its limit (MOTIVE_PROXY_MAX_SESSION_BYTES). Use another name, or delete it.`;
    return { reason: "session_full", message };
  }
}
