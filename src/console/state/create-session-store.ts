import { signal } from "@preact/signals";
import { BROWSER_ENVIRONMENT } from "../socket/browser-environment";
import { checkAccess, requestJson } from "./http";
import { ownOperatorSecret } from "./operator-secret";
import { operatorName } from "./preferences";
import { randomId } from "./random-id";
import { SessionConnection, type SessionStore } from "./session-store";

/**
 * Opens a session. With `as: "guest"` as the invited person who this browser is, also where it has the key besides. `name` is what others
 * see, where it is another than the one that was chosen for the console.
 */
export function createSessionStore(
  sessionName: string,
  options: { readonly as?: "guest"; readonly name?: string } = {},
): SessionStore {
  const query = options.as === undefined ? "" : `?as=${options.as}`;
  const path = `/sessions/${encodeURIComponent(sessionName)}`;
  return new SessionConnection({
    socketPath: `${path}/socket${query}`,
    environment: BROWSER_ENVIRONMENT,
    nowMs: () => Date.now(),
    makeId: randomId,
    operatorSecret: ownOperatorSecret,
    operatorName: options.name === undefined ? operatorName : signal(options.name),
    mayRetry: () => checkAccess(options.as),
    readJson: (suffix) => requestJson(`${path}${suffix}${query}`),
  });
}
