import type { ConsoleVisitor } from "../core/console-visitor";
import type { SessionScope } from "../core/session-scope";

export const INVITE_ROLES = ["operator", "caller", "responder"] as const;

export type InviteRole = (typeof INVITE_ROLES)[number];

/**
 * What an invitation's holder sees at the console besides the questions. `context`: system prompts, and for an operator parameters and
 * fields that are not understood. `history`: turns that were opened before the invitation was made.
 */
export type Sees = ConsoleVisitor["sees"];

/** Where an invitation does not say it. A player must not see through the role that they play to. */
export const SEES_DEFAULT: Readonly<Record<InviteRole, Sees>> = {
  operator: { context: true, history: true },
  caller: { context: false, history: false },
  responder: { context: false, history: false },
};

/** What a token says of whoever has it. */
export interface Invite {
  readonly inviteId: string;
  readonly role: InviteRole;
  readonly scope: SessionScope;
  /** The session that lists the invitation, and knows whether it was revoked. */
  readonly homeSession: string;
  /** Whom it is for, in the admin's words. */
  readonly label: string | null;
  readonly sees: Sees;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

const DAY_MS = 86_400_000;

export const INVITE_LIMITS = {
  /** A token cannot be taken out of the hands of its holder, so each ends some day. */
  lifetimeMsMax: 366 * DAY_MS,
  /** A log line and a listing show it whole. */
  labelCharsMax: 64,
  /** Above the largest token that can be made, with two names of 256 four-byte characters; a common one has 300. */
  tokenCharsMax: 4_096,
  /**
   * Whoever has a token can try keys against it without asking the server, so one that can be guessed must not sign.
   * 20 random characters are 80 bits or more.
   */
  signingKeyCharsMin: 20,
} as const;
