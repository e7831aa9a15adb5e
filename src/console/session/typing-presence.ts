/** Who stops for this long has stopped; the next key says otherwise. */
const STILL_MS = 4_000;

/** Tells the others where this operator writes, until they have stopped for some seconds. */
export class TypingPresence {
  readonly #tell: (turnId: number | null) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (turnId: number | null) => void) {
    this.#tell = tell;
  }

  typeAt(turnId: number): void {
    clearTimeout(this.#timer);
    this.#tell(turnId);
    this.#timer = setTimeout(() => this.#tell(null), STILL_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#tell(null);
  }
}
