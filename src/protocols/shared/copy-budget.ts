/** What all copies of one reply (`n`) may come to: 128 of the largest reply would be more than a Worker's whole memory. */
export const COPIES_CHARS_MAX = 16 * 1024 * 1024;

/** How many choices get the reply. Where not all copies fit, the first alone has it, and the others end at once with `length`. */
export class CopyBudget {
  #choiceCount: number;
  #charsLeft = COPIES_CHARS_MAX;

  constructor(choiceCount: number) {
    this.#choiceCount = choiceCount;
  }

  /** The choices that get a further part of the reply; `part` is not measured where there is one alone. */
  choicesFor(part: object): number {
    if (this.#choiceCount > 1) {
      this.#charsLeft -= JSON.stringify(part).length * this.#choiceCount;
      if (this.#charsLeft < 0) this.#choiceCount = 1;
    }
    return this.#choiceCount;
  }
}
