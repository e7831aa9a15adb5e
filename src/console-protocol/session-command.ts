import { z } from "zod/mini";
import { DELIVERY_LIMITS } from "../core/reply-delivery";
import { operatorId, operatorName, operatorSecret } from "./identity";

/** Made by the page; a command that is sent again after a reconnect is done once. */
const commandId = z.string().check(z.regex(/^[A-Za-z0-9_-]{8,64}$/));
const turnId = z.int().check(z.nonnegative());

/** A turn, or the undecided request that becomes one as soon as somebody answers it (PAIR-6). */
const target = z.union([
  z.object({ turnId }),
  z.object({ holdId: z.string().check(z.minLength(1)) }),
]);

const { delayMsMax, firstTokenDelayMsMax, tokensPerSecondMin, tokensPerSecondMax } =
  DELIVERY_LIMITS;

const pace = z.object({
  firstTokenDelayMs: z.number().check(z.minimum(0), z.maximum(firstTokenDelayMsMax)),
  tokensPerSecond: z.nullable(
    z.number().check(z.minimum(tokensPerSecondMin), z.maximum(tokensPerSecondMax)),
  ),
  jitter: z.number().check(z.minimum(0), z.maximum(1)),
});

const delivery = z.object({
  delayMs: z.number().check(z.minimum(0), z.maximum(delayMsMax)),
  pace: z.nullable(pace),
  cutAfterChars: z.nullable(z.int().check(z.nonnegative())),
});

const part = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("refusal"), text: z.string().check(z.minLength(1)) }),
  z.object({
    type: z.literal("tool-call"),
    toolName: z.string().check(z.minLength(1)),
    /** The arguments as JSON text, byte for byte. */
    input: z.string(),
  }),
]);

/** A whole answer: the parts of a reply, or an error in its place. */
const content = z.union([
  z.object({
    parts: z.array(part).check(z.minLength(1)),
    finishReason: z.enum(["stop", "length", "tool-calls", "content-filter"]),
  }),
  z.object({
    error: z.object({
      status: z.int().check(z.minimum(400), z.maximum(599)),
      message: z.string().check(z.minLength(1)),
      retryAfterSeconds: z.nullable(z.int().check(z.minimum(0), z.maximum(86_400))),
    }),
  }),
]);

/** The first message of a page on a session's socket. */
const hello = z.object({
  type: z.literal("hello"),
  protocolVersion: z.int(),
  operatorSecret,
  name: operatorName,
  /** The last event that the page has; null where it has none, and then gets the most recent ones. */
  afterSequence: z.nullable(z.int().check(z.nonnegative())),
  /** The time of that event. By it a page notices a session that was deleted and made anew while the page was away. */
  afterAtMs: z.optional(z.nullable(z.number())),
});

/** Makes the turn this operator's. Without `isTakeOver` it is refused where another has it (PAIR-16). */
const claim = z.object({ type: z.literal("claim"), commandId, target, isTakeOver: z.boolean() });

/** Gives the turn to an operator who is here, or to nobody. */
const handOver = z.object({
  type: z.literal("hand-over"),
  commandId,
  turnId,
  toOperatorId: z.nullable(operatorId),
});

/** This operator writes at a turn, or has stopped; shown to the others, and stored nowhere. */
const typing = z.object({ type: z.literal("typing"), turnId: z.nullable(turnId) });

/**
 * A piece of an answer that is still being written. It goes to the caller at once, and cannot be taken back. Pieces that are known
 * already are not added twice, so what was not accepted before a reconnect is sent again from there.
 */
const draft = z.object({
  type: z.literal("draft"),
  turnId,
  /** Where it stands in the answer, in UTF-16 units. */
  startChars: z.int().check(z.nonnegative()),
  text: z.string().check(z.minLength(1)),
  pace: z.nullable(pace),
});

/** The whole answer, which begins with what was accepted of its draft. `commandId` is the reply's id. */
const reply = z.object({
  type: z.literal("reply"),
  commandId,
  target,
  content,
  delivery,
  /** Sends what the caller did not demand, such as broken JSON (PAIR-10). */
  isUnchecked: z.boolean(),
});

/** What a page says on a session's socket. */
export const sessionCommand = z.discriminatedUnion("type", [
  hello,
  claim,
  handOver,
  typing,
  draft,
  reply,
]);

export type SessionCommand = z.infer<typeof sessionCommand>;
export type ReplyContentCommand = z.infer<typeof content>;
export type AnswerTarget = z.infer<typeof target>;
