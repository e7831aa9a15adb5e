/** How fast a text arrives where a person should read like a model. */
export interface Pace {
  /** The pause before the first piece of an answer. */
  readonly firstTokenDelayMs: number;
  /** Null where text goes as soon as it is there. */
  readonly tokensPerSecond: number | null;
  /** From 0, where every pause is as computed, to 1, where it is anything from nothing to twice as long. */
  readonly jitter: number;
}

/** How a whole reply goes out, where it is to be late, to come at a model's pace, or to break off. */
export interface ReplyDelivery {
  /** Before anything of the reply, an error too. */
  readonly delayMs: number;
  readonly pace: Pace | null;
  /** After so many UTF-16 units of its text the connection breaks, without an end; null: the reply is whole. */
  readonly cutAfterChars: number | null;
}

export const PLAIN_DELIVERY: ReplyDelivery = { delayMs: 0, pace: null, cutAfterChars: null };

export const DELIVERY_LIMITS = {
  /** A Worker keeps its timers for as long as its client stays; above this an operator has forgotten about it. */
  delayMsMax: 600_000,
  firstTokenDelayMsMax: 600_000,
  tokensPerSecondMin: 0.5,
  tokensPerSecondMax: 1_000,
} as const;
