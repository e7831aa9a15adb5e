/** A change of the editor's text. */
export interface EditorChange {
  readonly before: string;
  readonly after: string;
  /** Whether it is a step of undo or redo. */
  readonly isHistory: boolean;
  /** Whether the caller has something of the text. */
  readonly hasGone: boolean;
}

/** What helps somebody who writes, as the list of templates that a slash opens. */
export interface EditorAssistant {
  /** While it is true, nothing goes by itself. */
  readonly isHolding: boolean;
  /** Hears of a change before anything of it goes. */
  follow(change: EditorChange): void;
  /** True where it takes the key. It is not asked while an input method composes. */
  press(event: KeyboardEvent): boolean;
}
