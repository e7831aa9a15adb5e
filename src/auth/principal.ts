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
}

/** Whoever has the server's key, or needs none. */
export function adminOf(label: string): Principal {
  return { role: "admin", label, seat: null, scope: null, invite: null };
}

export function guestOf(invite: Invite): Principal {
  const { role, scope } = invite;
  const seat = role === "operator" ? null : role;
  return { role, label: invite.label ?? "invited", seat, scope, invite };
}
