import { apiErrorOfTurnError } from "../../core/api-error";
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
import { createBeatSchedule, type BeatSchedule } from "./beat-schedule";
import type { HoldClient, HoldEnd } from "./hold-client";
import { lingerAfter, TRAILING_WRITES, type Linger } from "./linger";
import { ResponsePipe } from "./response-pipe";

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

export interface HeldResponse {
  readonly response: Response;
  /** Resolves when all is over: written, confirmed or given up. It must outlive the response (`ctx.waitUntil`). */
  readonly finished: Promise<HoldOutcome>;
}

/** A client that takes no byte for as long is gone, or as good as: what it did not get stays parked for its retry. */
const STALL_MS_MAX = 60_000;
/** PAIR-6: beats within 300 ms, and a moment for the last one to fail. The first after a departure still seems to succeed. */
const PROBE_BEATS = 4;
const PROBE_PAUSE_MS = 56;

type FirstEvent = { readonly type: "commit" } | HoldEnd;

/**
 * Turns a hold into an HTTP response: waits a moment, in which an error can still have its own status; then commits 200, keeps
 * the connection alive, and writes the end of the hold when it comes.
 */
export async function createHeldResponse(options: HeldResponseOptions): Promise<HeldResponse> {
  const held = new HeldResponseWriter(options);
  const first = await held.firstEvent();
  if (first.type === "client-left") {
    return {
      response: new Response(null, { status: 499 }),
      finished: Promise.resolve("client-left"),
    };
  }
  if (first.type === "error") {
    const encoded = options.codec.encodeError(apiErrorOfTurnError(first.error), options.requestId);
    const response = new Response(held.body, { status: encoded.status, headers: encoded.headers });
    return { response, finished: held.cleanUpAfter(held.writeEarlyError(encoded.body)) };
  }
  const headers = headersOf(options.codec, options.context);
  const response = new Response(held.body, { headers });
  const finished =
    first.type === "commit" ? held.beatUntilEnd() : held.writeQuickReply(first.events);
  return { response, finished: held.cleanUpAfter(finished) };
}

function headersOf(codec: ProtocolCodec, context: ResponseContext): Record<string, string> {
  return {
    "content-type": context.isStream ? codec.streamContentType(context) : "application/json",
    // Compressors hold small writes back until the end, and heartbeats are small.
    "content-encoding": "identity",
    "cache-control": "no-store, no-cache, no-transform",
    "x-accel-buffering": "no",
  };
}

class HeldResponseWriter {
  readonly #options: HeldResponseOptions;
  readonly #pipe: ResponsePipe;
  readonly #startedAtMs = Date.now();
  /** Null for a JSON body. */
  readonly #encoder: StreamEncoder | null;
  readonly #committed = Promise.withResolvers<void>();
  /** True once the stream's start was written, from when on beats may follow. */
  #isStarted = false;
  /** Under way, or the last one. */
  #probe: Promise<boolean> = Promise.resolve(true);

  constructor(options: HeldResponseOptions) {
    this.#options = options;
    const { codec, context, stamp } = options;
    this.#pipe = new ResponsePipe(Math.min(STALL_MS_MAX, options.settings.turnTimeoutMs));
    this.#encoder = context.isStream ? codec.createStreamEncoder(context, stamp) : null;
    options.signal.addEventListener("abort", () => options.hold.leave(), { once: true });
    if (options.signal.aborted) options.hold.leave();
    options.hold.onProbe(() => {
      this.#probe = this.#isClientThere();
      return this.#probe;
    });
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#pipe.body;
  }

  /** Whatever comes first: the end of the hold, or the time to commit the headers. */
  async firstEvent(): Promise<FirstEvent> {
    const { hold, settings } = this.#options;
    const commit = this.#committed.promise.then((): FirstEvent => ({ type: "commit" }));
    // Without heartbeats an early 200 keeps no JSON client alive, so errors may keep their status.
    const commitsByTime = settings.heartbeat !== "off" || this.#encoder !== null;
    const timer = commitsByTime
      ? setTimeout(this.#committed.resolve, settings.commitDelayMs)
      : null;
    try {
      return await Promise.race([hold.ended, commit]);
    } finally {
      if (timer !== null) clearTimeout(timer);
    }
  }

  /** A fault of a codec must leave no hold behind that re-attaches for ever. */
  async cleanUpAfter(finished: Promise<HoldOutcome>): Promise<HoldOutcome> {
    try {
      return await finished;
    } catch (error) {
      this.#options.hold.leave();
      await this.#pipe.cut();
      throw error;
    }
  }

  async writeEarlyError(body: string): Promise<HoldOutcome> {
    await this.#writeInPieces(body);
    const outcome = await this.#conclude();
    return outcome === "delivered" ? "error" : outcome;
  }

  async writeQuickReply(events: readonly ReplyEvent[]): Promise<HoldOutcome> {
    if (this.#encoder !== null) await this.#pipe.write(this.#encoder.start());
    await this.#writeReply(events);
    return this.#conclude();
  }

  async beatUntilEnd(): Promise<HoldOutcome> {
    const { hold, settings } = this.#options;
    const startText = this.#encoder === null ? this.#heartbeatText() : this.#encoder.start();
    // Not awaited: a client that does not read yet must not keep the end of the hold from being seen.
    void this.#write(startText);
    this.#isStarted = true;
    const beats =
      settings.heartbeat === "off"
        ? null
        : this.#startBeats(
            createBeatSchedule(settings.heartbeat, this.#encoder !== null, Date.now()),
          );
    const end = await hold.ended;
    if (beats !== null) clearInterval(beats);
    // Where it was asked whether the client is there, the end waits for the answer: the first writes to nobody seem to succeed.
    await this.#probe;
    if (end.type === "client-left") {
      await this.#pipe.cut();
      return "client-left";
    }
    if (end.type === "error") return this.#writeLateError(end.error);
    await this.#pipe.write(this.#heartbeatText());
    await this.#writeReply(end.events);
    return this.#conclude();
  }

  /**
   * PAIR-17: a stream has a form for errors; a JSON body that is under way ends with the white space that it has, which is no JSON.
   * To abort it would be a fault of the Worker in the platform's log, and a lost connection, which SDKs retry.
   */
  async #writeLateError(error: TurnError): Promise<HoldOutcome> {
    if (this.#encoder === null) {
      await this.#pipe.close();
      this.#options.hold.leave();
      return "cut";
    }
    await this.#pipe.write(this.#heartbeatText());
    await this.#pipe.write(this.#encoder.error(apiErrorOfTurnError(error)));
    const outcome = await this.#conclude();
    return outcome === "delivered" ? "error" : outcome;
  }

  async #writeReply(events: readonly ReplyEvent[]): Promise<void> {
    const { codec, context, stamp } = this.#options;
    const usage = usageOfReply(context.inputTokens, events);
    if (this.#encoder === null) {
      await this.#writeInPieces(codec.encodeResponse(events, usage, context, stamp));
      return;
    }
    for (const event of events) {
      const isThere = await this.#pipe.write(this.#encoder.push(event, usage));
      if (!isThere) return;
    }
  }

  /** A second write is what finds out that the client left before the first. */
  async #writeInPieces(text: string): Promise<void> {
    await this.#pipe.write(text.slice(0, 1));
    await sleep(this.#linger().betweenPiecesMs);
    await this.#pipe.write(text.slice(1));
  }

  #linger(): Linger {
    return lingerAfter(Date.now() - this.#startedAtMs, this.#encoder !== null);
  }

  /** Ends the response, and confirms the delivery if the client was there at its end. */
  async #conclude(): Promise<HoldOutcome> {
    const { hold, signal } = this.#options;
    const { stepMs } = this.#linger();
    for (let count = 0; count < TRAILING_WRITES; count += 1) {
      await sleep(stepMs);
      await this.#pipe.write(this.#trailerText());
    }
    await sleep(stepMs);
    // Not asked again after the close: a client that has read to the end may hang up at once.
    const isThere = !signal.aborted && !this.#pipe.isBroken;
    const isClosed = await this.#pipe.close();
    if (!isThere || !isClosed) {
      hold.leave();
      return "not-delivered";
    }
    await hold.confirmDelivered();
    return "delivered";
  }

  #startBeats(schedule: BeatSchedule): ReturnType<typeof setInterval> {
    return setInterval(() => {
      const beat = schedule.next(Date.now());
      const isEvent = beat === "no-op-event" && this.#encoder !== null;
      void this.#write(isEvent ? (this.#encoder?.noOpEvent() ?? "") : this.#heartbeatText());
    }, this.#options.settings.heartbeatIntervalMs);
  }

  /** The cheapest bytes that prove a client to be there, of the kind that the operator allows. */
  #heartbeatText(): string {
    const { settings, codec } = this.#options;
    if (settings.heartbeat === "off") return "";
    if (this.#encoder === null) return codec.responseHeartbeat;
    return settings.heartbeat === "event" ? this.#encoder.noOpEvent() : this.#encoder.heartbeat();
  }

  /** What means nothing after the end, by which a client that left before it is noticed. */
  #trailerText(): string {
    const { settings, codec } = this.#options;
    if (settings.heartbeat === "off") return "";
    return this.#encoder === null ? codec.responseHeartbeat : codec.streamTrailer;
  }

  /** Writes what may be left out, and notices that the client left. */
  async #write(text: string): Promise<void> {
    const isThere = await this.#pipe.beat(text);
    if (!isThere) this.#options.hold.leave();
  }

  async #isClientThere(): Promise<boolean> {
    const { settings, signal } = this.#options;
    // Without heartbeats the runtime's own word must do.
    if (settings.heartbeat === "off") return !signal.aborted;
    this.#committed.resolve();
    for (let count = 0; count < PROBE_BEATS; count += 1) {
      await sleep(PROBE_PAUSE_MS);
      if (this.#isStarted) void this.#pipe.beat(this.#heartbeatText());
    }
    await sleep(PROBE_PAUSE_MS);
    return !signal.aborted && !this.#pipe.isBroken;
  }
}

function sleep(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}
