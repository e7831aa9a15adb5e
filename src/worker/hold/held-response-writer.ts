import { apiErrorOfTurnError } from "../../core/api-error";
import { PLAIN_DELIVERY, type Pace } from "../../core/reply-delivery";
import type { Settings } from "../../core/settings";
import type { TurnError } from "../../core/turn-error";
import type { ReplyEvent } from "../../core/turn";
import { usageOfReply } from "../../core/usage";
import type {
  ProtocolCodec,
  ResponseContext,
  ResponseStamp,
  StreamEncoder,
} from "../../protocols/codec";
import { brokenEvent, cutPlace, cutReply, sharedBeginning } from "./cut-reply";
import { HeldOutput } from "./held-output";
import type { HoldClient, HoldEnd } from "./hold-client";
import { lingerAfter } from "./linger";
import { PacedReply } from "./paced-reply";
import { restOfReply } from "./rest-of-reply";

/** How a held request ended, for the log. */
export type HoldOutcome = "delivered" | "not-delivered" | "client-left" | "error" | "cut";

export interface HeldResponseOptions {
  readonly hold: HoldClient;
  readonly codec: ProtocolCodec;
  readonly context: ResponseContext;
  readonly stamp: ResponseStamp;
  readonly requestId: string;
  readonly settings: Settings;
  /** Aborted when the client leaves, where the runtime notices by itself. */
  readonly signal: AbortSignal;
}

/** PAIR-6: beats within 300 ms, and a moment for the last one to fail. The first after a departure still seems to succeed. */
const PROBE_BEATS = 4;
const PROBE_PAUSE_MS = 56;

/** Each connection on the way tells of a departure when it is written to; through `wrangler dev` there are two. */
const ASKING_WRITES = 2;
/**
 * Enough for the news to come back and end the request. A write that meets the closed connection before that is an uncaught error
 * in the runtime's log (docs/decisions/2026-11-20-writes-to-nobody.md).
 */
const ASKING_PAUSE_MS = 5;

type Resolution = Extract<HoldEnd, { readonly type: "resolve" }>;
type FirstEvent = { readonly type: "commit" } | HoldEnd;

/** Deltas carry no counts, so those of what is not yet known are not looked at. */
const NO_USAGE = { inputTokens: 0, outputTokens: 0 };

/** Writes one held response: beats while it waits, an operator's words as they come, and the end of the hold. */
export class HeldResponseWriter {
  readonly #options: HeldResponseOptions;
  readonly #output: HeldOutput;
  readonly #startedAtMs = Date.now();
  /** Null for a JSON body. */
  readonly #encoder: StreamEncoder | null;
  readonly #reply: PacedReply;
  readonly #committed = Promise.withResolvers<void>();
  readonly #left = Promise.withResolvers<void>();
  /** Rejects where words could not be written, which nobody waits for. */
  readonly #failed = Promise.withResolvers<never>();
  /** The end of the hold, when it is time for it. */
  readonly #end: Promise<HoldEnd>;
  #hasLeft = false;
  /** True once the stream's start was written, from when on beats may follow. */
  #isStarted = false;
  /** What an operator has written so far of the reply, whether it is out or still waits for its time. */
  #draftText = "";
  /** Under way, or the last one. */
  #probe: Promise<boolean> = Promise.resolve(true);

  constructor(options: HeldResponseOptions) {
    this.#options = options;
    const { codec, context, stamp, hold } = options;
    const encoder = context.isStream ? codec.createStreamEncoder(context, stamp) : null;
    this.#encoder = encoder;
    const { settings } = options;
    this.#output = new HeldOutput({ codec, encoder, settings, onGone: () => this.#leave() });
    this.#reply = new PacedReply({
      write: (event) => {
        if (encoder !== null) this.#push(encoder, event);
      },
      random: Math.random,
    });
    // Whoever cleans up hears of it, if only later.
    this.#failed.promise.catch(() => {});
    this.#end = hold.ended.then((end) => this.#whenDue(end));
    options.signal.addEventListener("abort", () => this.#leave(), { once: true });
    if (options.signal.aborted) this.#leave();
    hold.onProbe(() => {
      this.#probe = this.#isClientThere();
      return this.#probe;
    });
    // A JSON body has no place for words that are not its last.
    if (encoder !== null) {
      hold.onDraft({
        onTyping: () => this.#showTyping(),
        onDraft: (text, pace) => this.#writeDraft(text, pace),
      });
    }
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#output.body;
  }

  /** Whatever comes first: the end of the hold, or a reason to commit the headers. */
  async firstEvent(): Promise<FirstEvent> {
    const { settings } = this.#options;
    const commit = this.#committed.promise.then((): FirstEvent => ({ type: "commit" }));
    // Without heartbeats an early 200 keeps no JSON client alive, so errors may keep their status.
    const commitsByTime = settings.heartbeat !== "off" || this.#encoder !== null;
    const timer = commitsByTime
      ? setTimeout(this.#committed.resolve, settings.commitDelayMs)
      : null;
    try {
      const first = await Promise.race([this.#end, commit]);
      // What takes its time needs beats.
      const isPaced = first.type === "resolve" && (first.delivery?.pace ?? null) !== null;
      return isPaced ? { type: "commit" } : first;
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
  }

  /** A fault of a codec must leave no hold behind that re-attaches for ever. */
  async cleanUpAfter(finished: Promise<HoldOutcome>): Promise<HoldOutcome> {
    try {
      return await Promise.race([finished, this.#failed.promise]);
    } catch (error) {
      this.#leave();
      await this.#output.cut();
      throw error;
    } finally {
      this.#output.stopBeats();
    }
  }

  async writeEarlyError(body: string): Promise<HoldOutcome> {
    this.#output.becomeJson();
    const outcome = await this.#writeJson(body);
    return outcome === "delivered" ? "error" : outcome;
  }

  async writeQuickReply(end: Resolution): Promise<HoldOutcome> {
    if (this.#encoder === null) this.#isStarted = true;
    else this.#start();
    return this.#writeReply(end);
  }

  async abandon(): Promise<HoldOutcome> {
    await this.#output.cut();
    return "client-left";
  }

  async beatUntilEnd(): Promise<HoldOutcome> {
    this.#start();
    this.#output.startBeats();
    const end = await this.#end;
    if (end.type === "client-left") return this.abandon();
    const pace = end.type === "resolve" ? (end.delivery?.pace ?? null) : null;
    if (pace === null && this.#reply.isIdle) this.#output.stopBeats();
    // Where it was asked whether the client is there, the end waits for the answer: the first writes to nobody seem to succeed.
    await this.#probe;
    if (end.type === "error") return this.#writeLateError(end.error);
    await this.#askBeforeEnd();
    return this.#writeReply(end);
  }

  /** The end of a hold may have to be late. Meanwhile its client may leave, or lose what it was to get. */
  async #whenDue(end: HoldEnd): Promise<HoldEnd> {
    if (end.type === "client-left") return end;
    const delayMs = end.type === "resolve" ? end.delivery?.delayMs : end.delayMs;
    if (delayMs === undefined || delayMs <= 0) return end;
    const { hold } = this.#options;
    const due = Promise.withResolvers<HoldEnd>();
    const timer = setTimeout(() => due.resolve(end), delayMs);
    const first = await Promise.race([
      due.promise,
      hold.withdrawn.then((error): HoldEnd => ({ type: "error", error })),
      this.#left.promise.then((): HoldEnd => ({ type: "client-left" })),
    ]);
    clearTimeout(timer);
    return first;
  }

  /** PAIR-20: a client that knows nothing of typing sees an empty event, for which its headers come at once. */
  #showTyping(): void {
    this.#committed.resolve();
    const isBeginning = !this.#isStarted;
    this.#start();
    // Behind the start, which is still on its way, any other beat would be left out.
    void (isBeginning ? this.#output.beatInTurn("no-op-event") : this.#output.beat("no-op-event"));
  }

  /** PAIR-20: goes out as soon as it comes. Nothing here waits, so a client that reads slowly holds up no message of the Session. */
  #writeDraft(text: string, pace: Pace | null): void {
    this.#committed.resolve();
    this.#start();
    this.#draftText += text;
    this.#reply.add({ type: "text-delta", text }, pace);
  }

  #push(encoder: StreamEncoder, event: ReplyEvent): void {
    try {
      void this.#output.write(encoder.push(event, NO_USAGE));
    } catch (error) {
      this.#failed.reject(error);
    }
  }

  /** Not awaited: a client that does not read yet must not keep the end of the hold from being seen. */
  #start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (this.#encoder === null) void this.#output.beat("heartbeat");
    else void this.#output.write(this.#encoder.start());
  }

  /**
   * PAIR-17: a stream has a form for errors; a JSON body that is under way ends with the white space that it has, which is no JSON.
   * To abort it would be a fault of the Worker in the platform's log, and a lost connection, which SDKs retry.
   */
  async #writeLateError(error: TurnError): Promise<HoldOutcome> {
    const encoder = this.#encoder;
    if (encoder === null) {
      await this.#output.close();
      this.#leave();
      return "cut";
    }
    // An operator's error comes where the words before it end; any other ends them where they are.
    if (error.reason === "responder_error") await this.#reply.drained();
    else this.#reply.stop();
    await this.#askBeforeEnd();
    const outcome = await this.#conclude(() => {
      return this.#close(encoder.error(apiErrorOfTurnError(error)));
    });
    return outcome === "delivered" ? "error" : outcome;
  }

  /** Lets a client that left be noticed before the end is written; a pipe that is broken by then takes nothing more. */
  async #askBeforeEnd(): Promise<void> {
    for (let count = 0; count < ASKING_WRITES; count += 1) {
      // Each is asked for anew: an encoder may write its first empty event in another way than the next.
      if (!(await this.#output.beatInTurn("heartbeat"))) return;
      await sleep(ASKING_PAUSE_MS);
    }
  }

  async #writeReply({ events, delivery = PLAIN_DELIVERY }: Resolution): Promise<HoldOutcome> {
    const rest = restOfReply(events, this.#draftText);
    if (rest === null) {
      // What has gone cannot be taken back, and a stream that ended in order would seem to be whole.
      await this.#cut();
      throw new Error("A reply does not begin with what was written of it.");
    }
    const { cutAfterChars, pace } = delivery;
    const cutChars = cutAfterChars === null ? null : cutPlace(events, cutAfterChars);
    await this.#letOut(rest, pace, cutChars);
    const { withdrawal } = this.#options.hold;
    if (withdrawal !== null) return this.#writeLateError(withdrawal);
    const encoder = this.#encoder;
    if (encoder === null) return this.#writeWholeReply(events, cutChars);
    if (cutChars !== null) return this.#conclude(() => this.#cut());
    const usage = usageOfReply(this.#options.context.inputTokens, events);
    const finish = events.at(-1);
    return this.#conclude(() =>
      this.#closeReply(() => (finish === undefined ? "" : encoder.push(finish, usage))),
    );
  }

  /** All but the end of a reply, in the time that it takes. For a JSON body only the time passes. */
  async #letOut(
    events: readonly ReplyEvent[],
    pace: Pace | null,
    cutChars: number | null,
  ): Promise<void> {
    if (this.#encoder === null && pace === null) return;
    if (cutChars !== null) this.#reply.limitText(cutChars);
    const roomChars = cutChars === null ? Infinity : cutChars - this.#draftText.length;
    for (const event of cutReply(events, roomChars)) this.#reply.add(event, pace);
    await Promise.race([this.#reply.drained(), this.#options.hold.withdrawn]);
    await this.#output.write("");
  }

  async #writeWholeReply(
    events: readonly ReplyEvent[],
    cutChars: number | null,
  ): Promise<HoldOutcome> {
    const { codec, context, stamp } = this.#options;
    const usage = usageOfReply(context.inputTokens, events);
    const text = codec.encodeResponse(events, usage, context, stamp);
    if (cutChars === null) return this.#writeJson(text);
    const cutEvents = [...cutReply(events, cutChars), ...events.slice(-1)];
    const cutText = codec.encodeResponse(cutEvents, usage, context, stamp);
    await this.#output.write(sharedBeginning(text, cutText));
    return this.#conclude(() => this.#cut());
  }

  /** A JSON text may have blanks before its last bracket. */
  async #writeJson(text: string): Promise<HoldOutcome> {
    await this.#output.write(text.slice(0, -1));
    return this.#conclude(() => this.#closeReply(() => text.slice(-1)));
  }

  /**
   * What was taken back while its end was kept back has no end: another request stands in this one's place (PAIR-3), and would be given
   * what this client has already.
   */
  async #closeReply(encodeEnd: () => string): Promise<HoldOutcome> {
    const { withdrawal } = this.#options.hold;
    if (withdrawal === null) return this.#close(encodeEnd());
    const encoder = this.#encoder;
    const error = encoder === null ? "" : encoder.error(apiErrorOfTurnError(withdrawal));
    const outcome = await this.#close(error);
    return outcome === "delivered" ? "cut" : outcome;
  }

  async #close(text: string): Promise<HoldOutcome> {
    return (await this.#output.close(text)) ? "delivered" : "not-delivered";
  }

  /**
   * A reply that breaks off. The runtime ends a body in order, even one that is aborted, and SDKs take a stream that ends in order for a
   * whole one: so it ends within an event (docs/decisions/2026-11-20-cut-replies.md).
   */
  async #cut(): Promise<HoldOutcome> {
    const encoder = this.#encoder;
    const event =
      encoder === null
        ? ""
        : encoder.push({ type: "text-delta", text: " " }, NO_USAGE) || encoder.noOpEvent();
    const outcome = await this.#close(brokenEvent(event));
    return outcome === "delivered" ? "cut" : outcome;
  }

  /**
   * PAIR-14: finds out whether the client is still there, and only then gives it what it cannot do without. So a client that got its
   * end was there a moment before, and one that left before has no whole response.
   */
  async #conclude(writeEnd: () => Promise<HoldOutcome>): Promise<HoldOutcome> {
    this.#output.stopBeats();
    const { hold } = this.#options;
    const waitedMs = Date.now() - this.#startedAtMs;
    const { writeCount, stepMs } = lingerAfter(waitedMs, !this.#output.isJson);
    for (let count = 0; count < writeCount && this.#isThere; count += 1) {
      await sleep(stepMs);
      await this.#output.beatInTurn("heartbeat");
    }
    await sleep(stepMs);
    // A probe that came meanwhile means that this client may have come again: it takes longer, and finds out more.
    await this.#probe;
    if (!this.#isThere) await this.#output.cut();
    const outcome = this.#isThere ? await writeEnd() : "not-delivered";
    // The Session has a reply that this client did not get, where an error took its place.
    if (outcome === "not-delivered" || hold.withdrawal !== null) this.#leave();
    else await hold.confirmDelivered(this.#output.rawText);
    return outcome;
  }

  get #isThere(): boolean {
    return !this.#hasLeft && !this.#options.signal.aborted && !this.#output.isBroken;
  }

  #leave(): void {
    this.#hasLeft = true;
    this.#left.resolve();
    this.#reply.stop();
    this.#options.hold.leave();
  }

  async #isClientThere(): Promise<boolean> {
    const { settings, signal } = this.#options;
    // Without heartbeats the runtime's own word must do.
    if (settings.heartbeat === "off") return !signal.aborted;
    this.#committed.resolve();
    for (let count = 0; count < PROBE_BEATS; count += 1) {
      await sleep(PROBE_PAUSE_MS);
      if (this.#isStarted) void this.#output.beat("heartbeat");
    }
    await sleep(PROBE_PAUSE_MS);
    return this.#isThere;
  }
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
