import type { Account } from "../../console-protocol/turn-view";
import { HttpError, requestJson } from "../state/http";

export type JoinProblem =
  | "no-token"
  | "no-key"
  | "expired"
  | "revoked"
  | "wrong"
  | "ended"
  | "deleted"
  | "outdated"
  | "superseded"
  | "network"
  | "closed";

export type Opened =
  | { readonly type: "account"; readonly account: Account }
  | { readonly type: "problem"; readonly problem: JoinProblem };

/** Exchanges a token for a cookie; without one, asks whose cookie there is since the first time. */
export async function openInvitation(token: string | null): Promise<Opened> {
  try {
    const account = (await (token === null
      ? requestJson("/console/account?as=guest")
      : requestJson("/console/sign-in", { method: "POST", body: { key: token } }))) as Account;
    // In open local mode everybody is the admin, whatever the link says: there is no key that could have signed it.
    if (account.isOpenLocal)
      return { type: "problem", problem: token === null ? "no-token" : "no-key" };
    if (token === null && account.role === "admin") return { type: "problem", problem: "no-token" };
    return { type: "account", account };
  } catch (error) {
    return { type: "problem", problem: problemOf(error, token !== null) };
  }
}

export function problemOf(error: unknown, hasToken: boolean): JoinProblem {
  if (!(error instanceof HttpError)) return "network";
  if (error.code === "access_expired") return "expired";
  if (error.code === "access_revoked") return "revoked";
  if (error.status === 401 || error.status === 403 || error.status === 400)
    return hasToken ? "wrong" : "no-token";
  return error.status === 503 ? "closed" : "network";
}
