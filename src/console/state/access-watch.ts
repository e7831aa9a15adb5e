import type { SocketEnvironment } from "../socket/reconnecting-socket";

/** An invitation ends in whole seconds, and the clocks are not the same to the millisecond. */
const SLACK_MS = 1_000;
/** A browser's timers count no further; an invitation may last a year. */
const WAIT_MAX_MS = 2_000_000_000;

export interface AccessWatchOptions {
  readonly environment: Pick<SocketEnvironment, "wait" | "onWake">;
  /** The server's clock. */
  readonly nowMs: () => number;
  /** The time is over: whoever asks the server now hears whether it lets this page in. */
  readonly onOver: () => void;
}

/** Waits for the end of a page's access. A session that sleeps tells nobody of it, and a page whose timers slept looks when it wakes. */
export class AccessWatch {
  readonly #options: AccessWatchOptions;
  readonly #stopListening: () => void;
  #endsAtMs: number | null = null;
  #cancelWait: () => void = () => {};

  constructor(options: AccessWatchOptions) {
    this.#options = options;
    this.#stopListening = options.environment.onWake(() => this.#look());
  }

  /** Null: it does not end. */
  watch(endsAtMs: number | null): void {
    this.#endsAtMs = endsAtMs;
    this.#wait(SLACK_MS);
  }

  stop(): void {
    this.#cancelWait();
    this.#stopListening();
  }

  #look(): void {
    this.#cancelWait();
    if (this.#endsAtMs === null) return;
    if (this.#options.nowMs() < this.#endsAtMs + SLACK_MS) this.#wait(0);
    else this.#over();
  }

  #over(): void {
    // Said once: a page that is let in again hears of another end.
    this.#endsAtMs = null;
    this.#options.onOver();
  }

  #wait(delayMinMs: number): void {
    this.#cancelWait();
    if (this.#endsAtMs === null) return;
    const leftMs = this.#endsAtMs + SLACK_MS - this.#options.nowMs();
    const delayMs = Math.min(Math.max(leftMs, delayMinMs), WAIT_MAX_MS);
    this.#cancelWait = this.#options.environment.wait(delayMs, () => this.#look());
  }
}
