import { signal, type ReadonlySignal } from "@preact/signals";
import type { Account } from "../../console-protocol/turn-view";
import { HttpError, requestJson } from "./http";
import { renewOperatorSecret } from "./operator-secret";

export type AccountState =
  | { readonly status: "checking" }
  | { readonly status: "signed-in"; readonly account: Account }
  | { readonly status: "signed-out" }
  /** There is no key, and the page did not come from the server's own machine. */
  | { readonly status: "closed" }
  | { readonly status: "unreachable" };

export type SignInFault =
  | { readonly reason: "wrong" | "too-many" | "unreachable" | "no-console" | "invited" }
  | { readonly reason: "failed"; readonly detail: string };

const current = signal<AccountState>({ status: "checking" });

/** Who is signed in at this browser. */
export const accountState: ReadonlySignal<AccountState> = current;

export async function checkAccount(): Promise<void> {
  try {
    accept((await requestJson("/console/account")) as Account);
  } catch (error) {
    current.value = { status: statusOf(error) };
  }
}

/** Null where it has succeeded. A key is sent once, and kept nowhere. */
export async function signIn(key: string): Promise<SignInFault | null> {
  try {
    const account = (await requestJson("/console/sign-in", {
      method: "POST",
      body: { key },
    })) as Account;
    if (account.role === "caller") return { reason: "no-console" };
    if (account.role === "responder") return { reason: "invited" };
    accept(account);
    return null;
  } catch (error) {
    return faultOf(error);
  }
}

/** Throws where the server was not reached: then the cookie is still good. */
export async function signOut(): Promise<void> {
  await requestJson("/console/sign-out", { method: "POST" });
  // Whoever signs in here next is another operator.
  renewOperatorSecret();
  current.value = { status: "signed-out" };
}

/** The console is for who runs the server, and for operators; the others' sign-ins open something else. */
function accept(account: Account): void {
  const isForConsole = account.role === "admin" || account.role === "operator";
  current.value = isForConsole ? { status: "signed-in", account } : { status: "signed-out" };
}

function statusOf(error: unknown): "signed-out" | "closed" | "unreachable" {
  if (!(error instanceof HttpError)) return "unreachable";
  if (error.status === 401 || error.status === 403) return "signed-out";
  return error.status === 503 ? "closed" : "unreachable";
}

function faultOf(error: unknown): SignInFault {
  if (!(error instanceof HttpError)) return { reason: "unreachable" };
  if (error.status === 401 || error.status === 403 || error.status === 400)
    return { reason: "wrong" };
  if (error.status === 429) return { reason: "too-many" };
  return { reason: "failed", detail: error.message };
}
