/**
 * PAIR-14. Without the runtime's own word, a client that closed is noticed only by the second write after it left, and only
 * while the response is open. Measured through `wrangler dev`: with two separate writes and a pause before the end always,
 * with one write or no pause never, and with two writes at once, which can travel as one, half of the time. So the last byte that
 * means anything is followed by some that mean nothing: a client that left before it is then noticed too.
 */
export interface Linger {
  /** Between the first piece of a JSON body and the rest. */
  readonly betweenPiecesMs: number;
  /** Before each of the writes after the last byte that means anything, and before the end of the response. */
  readonly stepMs: number;
}

export const TRAILING_WRITES = 3;

/**
 * A client that called a moment ago is there as surely as any can be, and a program may be waiting in a loop. Two programs slow each
 * other down, so the moment is a long one: from a tenth of a second on they would never be quick again.
 */
const QUICK_WAIT_MS = 1_000;
const QUICK: Linger = { betweenPiecesMs: 0, stepMs: 3 };
/** Whoever waited for a person does not notice it, and it is enough for a client on the same machine or network. */
const PATIENT: Linger = { betweenPiecesMs: 5, stepMs: 20 };
/** A stream's client has its last event by then and does not wait for the end, so a slow network gets more time to tell. */
const STREAM: Linger = { betweenPiecesMs: 0, stepMs: 20 };

/** How long the end of a response takes, for the sake of finding out whether anyone is there. */
export function lingerAfter(waitedMs: number, isStream: boolean): Linger {
  // A stream that is cut is repeated without a mark, so a confirmation too early would ask or answer twice.
  if (isStream) return STREAM;
  return waitedMs < QUICK_WAIT_MS ? QUICK : PATIENT;
}
