import { fail, succeed, type Result } from "../core/result";
import type { Turn } from "../pairing/state";
import type { SessionStore } from "../storage/session-store";
import { canDraft } from "./can-draft";

interface KnownDraft {
  readonly holdId: string;
  readonly canDraft: boolean;
  text: string;
}

/**
 * The replies that are being written, as they are stored. They are kept in memory besides, so that a keystroke costs one row and no
 * reading. After a failure everything is read anew.
 */
export class Drafts {
  readonly #store: SessionStore;
  readonly #known = new Map<number, KnownDraft>();

  constructor(store: SessionStore) {
    this.#store = store;
  }

  /** What was accepted of a turn's reply; empty where it was not begun. */
  textOf(turn: Turn | undefined): string {
    return turn?.isBegun === true ? this.#of(turn).text : "";
  }

  /** Whether the caller gets the reply while it is written. */
  isPossible(turn: Turn): boolean {
    return this.#of(turn).canDraft;
  }

  /** Stores what a piece adds, at the end. */
  append(turn: Turn, text: string, atMs: number): void {
    const known = this.#of(turn);
    this.#store.drafts.append(turn.turnId, { startChars: known.text.length, text, atMs });
    known.text += text;
  }

  /** What is in memory is forgotten: of all turns that are none of these, or of all. */
  forget(except: Readonly<Record<string, Turn>> = {}): void {
    for (const turnId of this.#known.keys()) {
      if (except[turnId] === undefined) this.#known.delete(turnId);
    }
  }

  #of(turn: Turn): KnownDraft {
    const known = this.#known.get(turn.turnId);
    if (known?.holdId === turn.holdId) return known;
    const read: KnownDraft = {
      holdId: turn.holdId,
      canDraft: canDraft(this.#store, turn),
      text: known?.text ?? readDraftText(this.#store, turn.turnId),
    };
    this.#known.set(turn.turnId, read);
    return read;
  }
}

export function readDraftText(store: SessionStore, turnId: number): string {
  return store.drafts
    .read(turnId)
    .map(({ text }) => text)
    .join("");
}

/**
 * What a piece adds to the text that was accepted before it. What is known already is not added twice, and half of a surrogate pair
 * waits for its other half, as it has no UTF-8.
 */
export function addedTextOf(
  acceptedText: string,
  { startChars, text }: { readonly startChars: number; readonly text: string },
): Result<string, "gap" | "differs-from-draft"> {
  if (startChars > acceptedText.length) return fail("gap");
  const known = acceptedText.slice(startChars, startChars + text.length);
  if (!text.startsWith(known)) return fail("differs-from-draft");
  const added = text.slice(known.length);
  const illFormedAt = added.search(/\p{Surrogate}/u);
  return succeed(illFormedAt === -1 ? added : added.slice(0, illFormedAt));
}
