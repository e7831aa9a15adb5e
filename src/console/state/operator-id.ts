import { OPERATOR_ID } from "../../console-protocol/constants";
import { randomId } from "./random-id";

const KEY = "motive-proxy.operator-id";
/** A page that is being reloaded gives its lock up a moment after the new one asks for it. */
const LOCK_WAIT_MS = 400;

let own: Promise<string> | null = null;

/** Who this tab is: the same after a reload, and another in a tab that the browser made as a copy of this one. */
export function ownOperatorId(): Promise<string> {
  own ??= claimId();
  return own;
}

/** For a tab whose id another one uses, too. */
export function renewOperatorId(): void {
  own = Promise.resolve(newId());
}

async function claimId(): Promise<string> {
  const stored = readStored();
  if (stored === null || !OPERATOR_ID.test(stored)) return newId();
  // Browsers have locks on https and on this machine only; elsewhere a copied tab is told by the server.
  if (!("locks" in navigator) || (await holdLock(stored))) return stored;
  return newId();
}

function newId(): string {
  const id = randomId();
  try {
    sessionStorage.setItem(KEY, id);
  } catch {
    // Without storage a reload is another operator, who takes the turn over.
  }
  if ("locks" in navigator) void holdLock(id);
  return id;
}

/** Holds the id's lock for as long as the page lives. */
function holdLock(id: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(LOCK_WAIT_MS);
    navigator.locks
      .request(`${KEY}:${id}`, { signal }, () => {
        resolve(true);
        return new Promise<never>(() => {});
      })
      .catch(() => resolve(false));
  });
}

function readStored(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
