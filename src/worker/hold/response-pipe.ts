/** A piece that a slow client takes within the time it is given; a long reply has many. */
const PIECE_BYTES = 64 * 1024;

/**
 * The way of a held response's bytes to its client. At most one heartbeat is under way, so that a client that does not read
 * costs no memory; and one that takes nothing for some time counts as gone.
 */
export class ResponsePipe {
  readonly body: ReadableStream<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #stallMsMax: number;
  readonly #encoder = new TextEncoder();
  #pendingWrites = 0;
  /** Resolves when all that was given so far has been taken. */
  #written: Promise<void> = Promise.resolve();
  #isBroken = false;
  #isClosing = false;

  constructor(stallMsMax: number) {
    const stream = new IdentityTransformStream();
    this.body = stream.readable;
    this.#stallMsMax = stallMsMax;
    this.#writer = (stream.writable as WritableStream<Uint8Array>).getWriter();
    // The writes report a failure; this one would be unhandled.
    this.#writer.closed.catch(() => {});
  }

  /** True once a write failed: nobody reads at the other end. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Behind what was given before, at once where that was taken. Resolves to false if the client is gone. */
  async write(text: string): Promise<boolean> {
    await this.#enqueue(this.#encoder.encode(text));
    return !this.#isBroken;
  }

  /**
   * Writes unless earlier bytes are still on their way: a beat behind them would prove nothing and cost memory. The text is made
   * only if it is written, as an encoder counts on what it has given away.
   */
  async beat(createText: () => string): Promise<boolean> {
    const isIdle = this.#pendingWrites === 0 && !this.#isClosing;
    return isIdle ? this.write(createText()) : !this.#isBroken;
  }

  /** Ends the body, with a last text if there is one. Resolves to false if the client was gone. */
  async close(text = ""): Promise<boolean> {
    const bytes = this.#encoder.encode(text);
    const lastStart = Math.max(0, bytes.byteLength - PIECE_BYTES);
    this.#isClosing = true;
    await this.#enqueue(bytes.subarray(0, lastStart));
    // Both at once, so that they travel together: a client has all of the end or none of it, as far as a server can see to that.
    await Promise.all([
      this.#enqueue(bytes.subarray(lastStart)),
      this.#watch(this.#writer.close()),
    ]);
    return !this.#isBroken;
  }

  /** Cuts the body, so that the client raises instead of taking it for a whole one. Harmless after the end. */
  async cut(): Promise<void> {
    this.#isClosing = true;
    await this.#watch(this.#writer.abort(new Error("The response is cut.")));
  }

  /** The pieces of one text stay together, and one that waits for its turn is not yet what a client fails to take. */
  #enqueue(bytes: Uint8Array): Promise<void> {
    const isNext = this.#pendingWrites === 0;
    this.#pendingWrites += 1;
    this.#written = isNext
      ? this.#writePieces(bytes)
      : this.#written.then(() => this.#writePieces(bytes));
    return this.#written;
  }

  async #writePieces(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.byteLength && !this.#isBroken; start += PIECE_BYTES)
      await this.#watch(this.#writer.write(bytes.subarray(start, start + PIECE_BYTES)));
    this.#pendingWrites -= 1;
  }

  /** Waits for something to be taken. An abort does not end a write that waits, so time has to be raced. */
  async #watch(taken: Promise<void>): Promise<void> {
    const stall = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#isBroken = true;
      stall.resolve();
    }, this.#stallMsMax);
    const ended = taken.catch(() => {
      // The only cause of a failed write is that the other end is closed.
      this.#isBroken = true;
    });
    await Promise.race([ended, stall.promise]);
    clearTimeout(timer);
  }
}
