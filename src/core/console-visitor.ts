/**
 * Who opens a socket of the console. The Worker has checked the credential, the origin and the scope, has had the invitation admitted
 * where it is listed (so that a revocation finds the socket), and sends this with the upgrade; a Session and the Directory believe it.
 */
export interface ConsoleVisitor {
  readonly role: "admin" | "operator" | "responder";
  /** For logs; never the credential itself. */
  readonly label: string;
  /** The invitation by which they came in; null for a key, and in open local mode. */
  readonly inviteId: string | null;
  /** When that invitation was made; null without one. */
  readonly invitedAtMs: number | null;
  /** When the access ends, by the invitation or the sign-in; null where it does not. */
  readonly expiresAtMs: number | null;
  readonly sees: { readonly context: boolean; readonly history: boolean };
}

/** What decides how much of a session somebody sees. */
export type ConsoleReader = Pick<ConsoleVisitor, "role" | "invitedAtMs" | "sees">;

/** With the upgrade of a console's socket; without it the socket is a leg. Never taken over from a client's request. */
export const CONSOLE_VISITOR_HEADER = "x-motive-console-visitor";

/** A header holds no more than ASCII for sure, and a label may be in any script. */
export function encodeConsoleVisitor(visitor: ConsoleVisitor): string {
  return encodeURIComponent(JSON.stringify(visitor));
}

/** Of what `encodeConsoleVisitor` made; null where the header is absent. */
export function decodeConsoleVisitor(header: string | null): ConsoleVisitor | null {
  return header === null ? null : (JSON.parse(decodeURIComponent(header)) as ConsoleVisitor);
}
