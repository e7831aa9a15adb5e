/** Raised when an older page could not talk to a newer server; the server then closes with `CLOSE.outdated`, and the page reloads. */
export const CONSOLE_PROTOCOL_VERSION = 2;

/** Sent as a text of its own, and answered by the runtime without waking the object. */
export const CONSOLE_PING = "ping";
export const CONSOLE_PONG = "pong";

/** Close codes of both console sockets, from the private range. After the first three the page must not connect again by itself. */
export const CONSOLE_CLOSE = {
  /** The invitation was revoked or has expired, or the sign-in is over. */
  accessEnded: 4401,
  /** The session was deleted. */
  sessionDeleted: 4404,
  /** The page's protocol is another than the server's. */
  outdated: 4426,
  /** A message that is none of the protocol's. */
  badMessage: 4400,
  /** Another page says that it is the same operator; the older one has been given up. */
  superseded: 4409,
} as const;

/** The server makes ids of 22 characters. Turns that were claimed under an earlier version have those that pages made. */
export const OPERATOR_ID = /^[A-Za-z0-9_-]{8,64}$/;
/** As long as 128 random bits are in base64url; in hexadecimal digits they take 32. */
export const OPERATOR_SECRET = /^[A-Za-z0-9_-]{22,64}$/;
export const OPERATOR_NAME_CHARS_MAX = 64;
