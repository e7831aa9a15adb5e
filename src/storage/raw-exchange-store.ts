/** What went over the wire, for operators to look at; of the newest requests alone. */
export interface RawExchangeStore {
  /** A hold's request is saved once. */
  saveRequest(holdId: string, atMs: number, request: string): void;
  /** Does nothing where the hold's request is not kept, or not any more. */
  saveResponse(holdId: string, response: string): void;
  read(holdId: string): StoredRawExchange | null;
}

export interface StoredRawExchange {
  readonly request: string;
  /** Null while it is under way, or where nobody reported it. */
  readonly response: string | null;
}

/** How many requests are kept. */
export const RAW_EXCHANGES_MAX = 100;

/**
 * Workers shorten both texts. Should one be longer still, its end is cut: both share a row, and a row too long would fail the request.
 */
const RAW_CHARS_MAX = 300_000;

export function cutRaw(text: string): string {
  return text.length <= RAW_CHARS_MAX ? text : text.slice(0, RAW_CHARS_MAX);
}
