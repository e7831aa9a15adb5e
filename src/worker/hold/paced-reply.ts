import { paceText } from "../../core/pacing";
import type { Pace } from "../../core/reply-delivery";
import type { ReplyEvent } from "../../core/turn";

export interface PacedReplyOptions {
  /** Is given the reply in its order, in pieces: at once where nothing has a pace. */
  readonly write: (event: ReplyEvent) => void;
  readonly random: () => number;
}

interface AddedEvent {
  readonly event: ReplyEvent;
  readonly pace: Pace | null;
  readonly isBeginning: boolean;
}

interface TimedEvent {
  /** From the piece before it. */
  readonly delayMs: number;
  readonly event: ReplyEvent;
}

/**
 * Lets the events of one reply out in their order, their words at a model's pace where one is given. Which ones follow need not be
 * known: an operator's words come as they are written.
 */
export class PacedReply {
  readonly #options: PacedReplyOptions;
  readonly #added: AddedEvent[] = [];
  /** What is left of the event that is being let out. */
  #current: Iterator<TimedEvent> | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #dueAtMs = 0;
  #hasWords = false;
  #textChars = 0;
  #textCharsMax = Number.POSITIVE_INFINITY;
  #drained: PromiseWithResolvers<void> | null = null;

  constructor(options: PacedReplyOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#timer === null;
  }

  add(event: ReplyEvent, pace: Pace | null): void {
    const isBeginning = !this.#hasWords;
    if ("text" in event && event.text !== "") this.#hasWords = true;
    this.#added.push({ event, pace, isBeginning });
    if (!this.isIdle) return;
    this.#dueAtMs = Date.now();
    this.#run();
  }

  /** Resolves when all that was added is out, or nothing more will be. */
  drained(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    this.#drained ??= Promise.withResolvers<void>();
    return this.#drained.promise;
  }

  /** The text ends after so many UTF-16 units, and with it all that was added. */
  limitText(charsMax: number): void {
    this.#textCharsMax = charsMax;
    if (this.#textChars >= charsMax) this.stop();
  }

  /** Drops what waits. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#added.length = 0;
    this.#current = null;
    this.#drained?.resolve();
    this.#drained = null;
  }

  #run(): void {
    for (let next = this.#take(); next !== null; next = this.#take()) {
      const { delayMs, event } = next;
      // Counted from when the piece before was due, so that a slow machine does not slow the reply down.
      this.#dueAtMs += delayMs;
      const waitMs = this.#dueAtMs - Date.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#write(event);
          this.#run();
        }, waitMs);
        return;
      }
      this.#write(event);
    }
    this.#drained?.resolve();
    this.#drained = null;
  }

  #take(): TimedEvent | null {
    for (;;) {
      const piece = this.#current?.next();
      if (piece !== undefined && piece.done !== true) return piece.value;
      const added = this.#added.shift();
      this.#current = added === undefined ? null : piecesOf(added, this.#options.random);
      if (this.#current === null) return null;
    }
  }

  #write(event: ReplyEvent): void {
    if (!("text" in event)) {
      this.#options.write(event);
      return;
    }
    const roomChars = event.type === "text-delta" ? this.#textCharsMax - this.#textChars : Infinity;
    const text = event.text.slice(0, roomChars);
    if (text !== "") this.#options.write({ type: event.type, text });
    if (event.type !== "text-delta") return;
    this.#textChars += text.length;
    if (this.#textChars >= this.#textCharsMax) this.stop();
  }
}

/** A tool call goes behind the words before it, whole. */
function* piecesOf(
  { event, pace, isBeginning }: AddedEvent,
  random: () => number,
): Generator<TimedEvent> {
  if (pace === null || !("text" in event)) {
    yield { delayMs: 0, event };
    return;
  }
  const { type } = event;
  for (const { delayMs, text } of paceText({ text: event.text, pace, isBeginning }, random))
    yield { delayMs, event: { type, text } };
}
