/** Settings that several files ask for, so that they share a server. */

/** Says nothing but what is wrong. */
export const QUIET = { MOTIVE_PROXY_LOG_LEVEL: "warn" } as const;

/** The headers wait for the answer for as long as the tests do, so that an error has its own status, and an SDK retries before them. */
export const PATIENT = { ...QUIET, MOTIVE_PROXY_COMMIT_DELAY: "25" } as const;

/** The headers go out before the replies of anybody who thinks, with some heartbeats behind them, and after the replies of others. */
export const HURRIED = {
  ...QUIET,
  MOTIVE_PROXY_COMMIT_DELAY: "0.1",
  MOTIVE_PROXY_HEARTBEAT_INTERVAL: "0.2",
} as const;

/** The same with fewer heartbeats, for hundreds of requests at once. */
export const CROWDED = { ...HURRIED, MOTIVE_PROXY_HEARTBEAT_INTERVAL: "0.5" } as const;

/** The key of an administrator, long enough to sign invitations. */
export const KEY = "correct-horse-battery-staple";
export const WITH_KEY = { MOTIVE_PROXY_API_KEY: KEY } as const;
