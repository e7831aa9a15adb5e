import type { DirectoryApi } from "../directory/directory-api";
import type { SessionApi } from "../session/session-api";

/** A Session as the Worker sees it: its contract over RPC, and `fetch` for legs and the console's sockets. */
export interface SessionStub extends SessionApi, SocketTarget {}

/** The Directory likewise, with `fetch` for the console's inbox. */
export interface DirectoryStub extends DirectoryApi, SocketTarget {}

/** An object that sockets are opened to. */
export interface SocketTarget {
  fetch(url: string, init: { readonly headers: Record<string, string> }): Promise<Response>;
}

/** The console's files, as the platform keeps them. */
export interface Assets {
  fetch(request: Request): Promise<Response>;
}

/** The Worker's bindings. The variables beside them are read by `parseSettings` only. */
export interface Environment {
  readonly SESSION: { getByName(name: string): SessionStub };
  readonly DIRECTORY: { getByName(name: string): DirectoryStub };
  /** Missing on a server that was deployed without its console. */
  readonly ASSETS?: Assets;
  /** Missing on a server that has none; then nothing is limited. */
  readonly RATE_LIMIT?: RateLimiter;
  readonly FAILURE_LIMIT?: RateLimiter;
}

/** Counts a call under a key, and says whether it was within the limit. */
export interface RateLimiter {
  limit(options: { readonly key: string }): Promise<{ readonly success: boolean }>;
}

/** One Directory serves all sessions. */
const DIRECTORY_NAME = "directory";

export function directoryOf(environment: Environment): DirectoryStub {
  return environment.DIRECTORY.getByName(DIRECTORY_NAME);
}
