/**
 * Replies while they are being written (PAIR-20). A turn's pieces in order are the text that was accepted of it. They stay when the
 * reply is whole: nothing else tells when each word was written.
 */
export interface DraftStore {
  /** Goes on where the turn's last piece ends. One row as a rule, for this is called at every keystroke. */
  append(turnId: number, piece: DraftPiece): void;
  /** In order; empty where nothing was written. */
  read(turnId: number): readonly DraftPiece[];
}

export interface DraftPiece {
  /** Where it stands in the reply's text, in UTF-16 units. */
  readonly startChars: number;
  readonly text: string;
  readonly atMs: number;
}
