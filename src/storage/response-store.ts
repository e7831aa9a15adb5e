import type { KeptResponse } from "../core/leg";
import type { TurnError } from "../core/turn-error";

/**
 * The responses that their dialect lets clients fetch and continue. A row says only where the words are: the request, the reply and
 * the prompt are stored in any case.
 */
export interface ResponseStore {
  /** A hold's response is saved once; saving it again throws. */
  save(record: ResponseRecord): void;
  /** Null where there is none, or where it was deleted. */
  read(holdId: string): StoredResponse | null;
  /** Sets what a response ends with, or null where it is awaited again. Does nothing where there is none. */
  end(holdId: string, end: ResponseEnd | null): void;
  has(holdId: string): boolean;
  /** False where there is none. */
  remove(holdId: string): boolean;
}

export interface ResponseRecord extends KeptResponse {
  readonly holdId: string;
}

export interface StoredResponse extends ResponseRecord {
  readonly end: ResponseEnd | null;
}

/** Where a response's words are stored, or why there are none. */
export type ResponseEnd =
  | {
      readonly kind: "reply";
      readonly sourceId: string;
      /** The turn that it answers, and when it was given to this hold. Rows that an earlier version wrote have neither. */
      readonly turnId?: number;
      readonly givenAtMs?: number;
    }
  | { readonly kind: "prompt"; readonly turnId: number }
  /** What the responder was told about its commands, which is stored like a reply. */
  | { readonly kind: "notice"; readonly sourceId: string }
  | { readonly kind: "error"; readonly error: TurnError };
