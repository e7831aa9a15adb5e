/**
 * PAIR-14. Without the runtime's own word, a client that closed is noticed only by writing, and only while the response is open.
 * Measured through `wrangler dev`: the third write after an orderly close fails, or the second after a reset, and not before 6 to
 * 10 ms, however many there are. Two writes at once can travel as one. So before the end of a response come some small writes that
 * mean nothing, with pauses: a client that left before them is noticed, and does not get the end.
 */
export interface Linger {
  readonly writeCount: number;
  /** Before each of the writes, and before the end. */
  readonly stepMs: number;
}

/**
 * A client that called a moment ago is there as surely as any can be, and a program may be waiting in a loop. Two programs slow each
 * other down, so the moment is a long one: from a tenth of a second on they would never be quick again.
 */
const QUICK_WAIT_MS = 1_000;
const QUICK: Linger = { writeCount: 3, stepMs: 4 };
/** Whoever waited for a person does not notice it, and it is enough for a client on the same machine or network. */
const PATIENT: Linger = { writeCount: 6, stepMs: 10 };

/** How long the end of a response is kept back, for the sake of finding out whether anyone is there. */
export function lingerAfter(waitedMs: number, isStream: boolean): Linger {
  // What a stream's client waits for is there already.
  if (isStream) return PATIENT;
  return waitedMs < QUICK_WAIT_MS ? QUICK : PATIENT;
}
