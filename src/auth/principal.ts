import type { SessionScope } from "../core/session-scope";
import type { Seat } from "../core/turn";
import type { Invite, InviteRole } from "./invite";

export type Role = "admin" | InviteRole;

/** Who sends a request, and what the credential allows. */
export interface Principal {
  readonly role: Role;
  /** For logs; never the credential itself. */
  readonly label: string;
  /** PAIR-1: the seat that the credential is bound to. */
  readonly seat: Seat | null;
  /** The sessions that the credential is limited to; null: all. */
  readonly scope: SessionScope | null;
  /** The invitation that the credential is; null for a key. */
  readonly invite: Invite | null;
  /** When an invitation or a sign-in at the console ends; null for a key. */
  readonly expiresAtMs: number | null;
}

/** Whoever has the server's key, or needs none. */
export function adminOf(label: string, expiresAtMs: number | null = null): Principal {
  return { role: "admin", label, seat: null, scope: null, invite: null, expiresAtMs };
}

export function guestOf(invite: Invite): Principal {
  const { role, scope, expiresAtMs } = invite;
  const seat = role === "operator" ? null : role;
  return { role, label: invite.label ?? "invited", seat, scope, invite, expiresAtMs };
}
