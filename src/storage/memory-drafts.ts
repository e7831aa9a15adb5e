import type { DraftPiece, DraftStore } from "./draft-store";
import type { UndoLog } from "./undo-log";

/** The drafts of simulations and unit tests. */
export class MemoryDrafts implements DraftStore {
  readonly #undoLog: UndoLog;
  readonly #pieces = new Map<number, DraftPiece[]>();

  constructor(undoLog: UndoLog) {
    this.#undoLog = undoLog;
  }

  append(turnId: number, piece: DraftPiece): void {
    const pieces = this.#pieces.get(turnId);
    if (pieces === undefined) this.#undoLog.setEntry(this.#pieces, turnId, [piece]);
    else this.#undoLog.push(pieces, piece);
  }

  read(turnId: number): readonly DraftPiece[] {
    return [...(this.#pieces.get(turnId) ?? [])];
  }
}
