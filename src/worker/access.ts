import type { Role } from "../auth/principal";

/** Who may use a route, and how the request names the session that it is about. */
export interface Access {
  readonly roles: readonly Role[];
  /**
   * `path`: its `:id`. `body`: the route finds out, and asks `admitToSession`. `none`: not in a way that could be told here; a route
   * that is about a single session all the same asks `admitToSession` too.
   */
  readonly session: "path" | "body" | "none";
}

export const ACCESS = {
  /** Only whoever has the server's key. */
  admin: { roles: ["admin"], session: "none" },
  /** An operator sees a session, and answers in it. */
  operator: { roles: ["admin", "operator"], session: "path" },
  /** The console's list of sessions, which shows to each what is theirs. */
  inbox: { roles: ["admin", "operator"], session: "none" },
  /** A session at the console: a player sees the questions, and answers them. */
  player: { roles: ["admin", "operator", "responder"], session: "path" },
  /** Whoever has a credential. */
  account: { roles: ["admin", "operator", "caller", "responder"], session: "none" },
  /** A client of an API, in its seat. */
  seat: { roles: ["admin", "caller", "responder"], session: "body" },
  /** A kept response, whose id names its session: the route asks `checkScope`. */
  response: { roles: ["admin", "caller", "responder"], session: "none" },
  /** A session as a model. */
  model: { roles: ["admin", "operator", "caller", "responder"], session: "path" },
  /** A list of models, which shows to each what is theirs. */
  models: { roles: ["admin", "operator", "caller", "responder"], session: "none" },
} as const satisfies Record<string, Access>;
