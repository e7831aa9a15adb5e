import { OPERATOR_SECRET } from "../../console-protocol/constants";
import { randomId } from "./random-id";

const KEY = "motive-proxy.operator-secret";
/** Earlier versions kept here what every other page was told; who has read it must not be able to use it. */
const FORMER_KEY = "motive-proxy.operator-id";
/** A page that is being reloaded gives its lock up a moment after the new one asks for it. */
const LOCK_WAIT_MS = 400;

let own: Promise<string> | null = null;

/**
 * What makes this tab the operator that it is: the same after a reload, and another in a tab that the browser made as a copy of this one.
 * Nobody but the server is told it, which answers with the id that others see.
 */
export function ownOperatorSecret(): Promise<string> {
  own ??= claimSecret();
  return own;
}

/** For a tab whose secret another one uses, too. */
export function renewOperatorSecret(): void {
  own = Promise.resolve(newSecret());
}

async function claimSecret(): Promise<string> {
  const stored = readStored();
  if (stored === null || !OPERATOR_SECRET.test(stored)) return newSecret();
  // Browsers have locks on https and on this machine only; elsewhere a copied tab is told by the server.
  if (!("locks" in navigator) || (await holdLock(stored))) return stored;
  return newSecret();
}

function newSecret(): string {
  const secret = randomId();
  try {
    sessionStorage.removeItem(FORMER_KEY);
    sessionStorage.setItem(KEY, secret);
  } catch {
    // Without storage a reload is another operator, who takes the turn over.
  }
  if ("locks" in navigator) void holdLock(secret);
  return secret;
}

/** Holds the secret's lock for as long as the page lives. Only pages of this origin in this browser can list locks. */
function holdLock(secret: string): Promise<boolean> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(LOCK_WAIT_MS);
    navigator.locks
      .request(`${KEY}:${secret}`, { signal }, () => {
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
