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
import { createBeatSchedule, type Beat, type BeatSchedule } from "./beat-schedule";
import type { HoldClient, HoldEnd } from "./hold-client";
import { lingerAfter } from "./linger";
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

/** Each connection on the way tells of a departure when it is written to; through `wrangler dev` there are two. */
const ASKING_WRITES = 2;
/**
 * Enough for the news to come back and end the request. A write that meets the closed connection before that is an uncaught error
 * in the runtime's log (docs/decisions/2026-11-20-writes-to-nobody.md).
 */
const ASKING_PAUSE_MS = 5;

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
    const outcome = await this.#writeJson(body);
    return outcome === "delivered" ? "error" : outcome;
  }

  async writeQuickReply(events: readonly ReplyEvent[]): Promise<HoldOutcome> {
    if (this.#encoder !== null) await this.#pipe.write(this.#encoder.start());
    this.#isStarted = true;
    return this.#writeReply(events);
  }

  async beatUntilEnd(): Promise<HoldOutcome> {
    const { hold, settings } = this.#options;
    const startText = this.#encoder === null ? this.#heartbeatText() : this.#encoder.start();
    // Not awaited: a client that does not read yet must not keep the end of the hold from being seen.
    void this.#write(() => startText);
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
    await this.#askBeforeEnd();
    return this.#writeReply(end.events);
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
    const encoder = this.#encoder;
    await this.#askBeforeEnd();
    const outcome = await this.#conclude(
      () => this.#heartbeatText(),
      () => encoder.error(apiErrorOfTurnError(error)),
    );
    return outcome === "delivered" ? "error" : outcome;
  }

  /** Lets a client that left be noticed before the end is written; a pipe that is broken by then takes nothing more. */
  async #askBeforeEnd(): Promise<void> {
    for (let count = 0; count < ASKING_WRITES; count += 1) {
      // Each is asked for anew: an encoder may write its first empty event in another way than the next.
      const text = this.#heartbeatText();
      if (text === "") return;
      await this.#pipe.write(text);
      await sleep(ASKING_PAUSE_MS);
    }
  }

  async #writeReply(events: readonly ReplyEvent[]): Promise<HoldOutcome> {
    const { codec, context, stamp } = this.#options;
    const usage = usageOfReply(context.inputTokens, events);
    const encoder = this.#encoder;
    if (encoder === null)
      return this.#writeJson(codec.encodeResponse(events, usage, context, stamp));
    const [finish, ...deltas] = events.toReversed();
    for (const event of deltas.toReversed()) {
      const isThere = await this.#pipe.write(encoder.push(event, usage));
      if (!isThere) break;
    }
    return this.#conclude(
      () => this.#heartbeatText(),
      () => (finish === undefined ? "" : encoder.push(finish, usage)),
    );
  }

  /** A JSON text may have blanks before its last bracket. */
  async #writeJson(text: string): Promise<HoldOutcome> {
    await this.#pipe.write(text.slice(0, -1));
    return this.#conclude(
      () => this.#options.codec.responseHeartbeat,
      () => text.slice(-1),
    );
  }

  /**
   * PAIR-14: finds out whether the client is still there, and only then gives it what it cannot do without. So a client that got its
   * end was there a moment before, and one that left before has no whole response.
   */
  async #conclude(createBlank: () => string, encodeEnd: () => string): Promise<HoldOutcome> {
    const { hold, settings } = this.#options;
    const waitedMs = Date.now() - this.#startedAtMs;
    const { writeCount, stepMs } = lingerAfter(waitedMs, this.#encoder !== null);
    for (let count = 0; count < writeCount && this.#isThere; count += 1) {
      await sleep(stepMs);
      if (settings.heartbeat !== "off") await this.#pipe.write(createBlank());
    }
    await sleep(stepMs);
    // A probe that came meanwhile means that this client may have come again: it takes longer, and finds out more.
    await this.#probe;
    if (!this.#isThere) {
      await this.#pipe.cut();
      hold.leave();
      return "not-delivered";
    }
    if (!(await this.#pipe.close(encodeEnd()))) {
      hold.leave();
      return "not-delivered";
    }
    await hold.confirmDelivered();
    return "delivered";
  }

  get #isThere(): boolean {
    return !this.#options.signal.aborted && !this.#pipe.isBroken;
  }

  #startBeats(schedule: BeatSchedule): ReturnType<typeof setInterval> {
    return setInterval(() => {
      const beat = schedule.next(Date.now());
      void this.#write(() => this.#beatText(beat));
    }, this.#options.settings.heartbeatIntervalMs);
  }

  #beatText(beat: Beat): string {
    if (beat === "no-op-event" && this.#encoder !== null) return this.#encoder.noOpEvent();
    return this.#heartbeatText();
  }

  /** The cheapest bytes that prove a client to be there, of the kind that the operator allows. */
  #heartbeatText(): string {
    const { settings, codec } = this.#options;
    if (settings.heartbeat === "off") return "";
    if (this.#encoder === null) return codec.responseHeartbeat;
    return settings.heartbeat === "event" ? this.#encoder.noOpEvent() : this.#encoder.heartbeat();
  }

  /** Writes what may be left out, and notices that the client left. */
  async #write(createText: () => string): Promise<void> {
    const isThere = await this.#pipe.beat(createText);
    if (!isThere) this.#options.hold.leave();
  }

  async #isClientThere(): Promise<boolean> {
    const { settings, signal } = this.#options;
    // Without heartbeats the runtime's own word must do.
    if (settings.heartbeat === "off") return !signal.aborted;
    this.#committed.resolve();
    for (let count = 0; count < PROBE_BEATS; count += 1) {
      await sleep(PROBE_PAUSE_MS);
      if (this.#isStarted) void this.#pipe.beat(() => this.#heartbeatText());
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
