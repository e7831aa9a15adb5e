import type { Settings } from "../../core/settings";
import type { ProtocolCodec, StreamEncoder } from "../../protocols/codec";
import { createBeatSchedule, type Beat } from "./beat-schedule";
import { RawResponse } from "./raw-response";
import { ResponsePipe } from "./response-pipe";

/** A client that takes no byte for as long is gone, or as good as: what it did not get stays parked for its retry. */
const STALL_MS_MAX = 60_000;

export interface HeldOutputOptions {
  readonly codec: ProtocolCodec;
  /** Null for a JSON body. */
  readonly encoder: StreamEncoder | null;
  readonly settings: Settings;
  /** A write failed: nobody reads at the other end. */
  readonly onGone: () => void;
}

/** The bytes of one held response: what it says, and between that the beats that keep its connection alive. */
export class HeldOutput {
  readonly #options: HeldOutputOptions;
  readonly #pipe: ResponsePipe;
  readonly #raw = new RawResponse();
  #isJson: boolean;
  #beats: ReturnType<typeof setInterval> | null = null;

  constructor(options: HeldOutputOptions) {
    this.#options = options;
    this.#isJson = options.encoder === null;
    this.#pipe = new ResponsePipe(Math.min(STALL_MS_MAX, options.settings.turnTimeoutMs));
  }

  get body(): ReadableStream<Uint8Array> {
    return this.#pipe.body;
  }

  /** Whether this body bears white space, and nothing else that means nothing. */
  get isJson(): boolean {
    return this.#isJson;
  }

  /** True once a write failed. */
  get isBroken(): boolean {
    return this.#pipe.isBroken;
  }

  /** What was written, shortened, without beats. */
  get rawText(): string {
    return this.#raw.text;
  }

  /** An error with a status of its own is JSON for everyone. */
  becomeJson(): void {
    this.#isJson = true;
  }

  /** Writes a part of the response behind what was written before. An empty text only waits for that. */
  async write(text: string): Promise<void> {
    this.#raw.add(text);
    if (!(await this.#pipe.write(text))) this.#options.onGone();
  }

  /** Writes a beat, whether earlier bytes were taken or not. False where there are none to be written. */
  async beatInTurn(beat: Beat): Promise<boolean> {
    const text = this.#beatText(beat);
    if (text !== "") await this.#pipe.write(text);
    return text !== "";
  }

  /** Writes a beat, or leaves it out where earlier bytes are still on their way. */
  async beat(beat: Beat): Promise<void> {
    if (!(await this.#pipe.beat(() => this.#beatText(beat)))) this.#options.onGone();
  }

  startBeats(): void {
    const { heartbeat, heartbeatIntervalMs } = this.#options.settings;
    if (heartbeat === "off") return;
    const schedule = createBeatSchedule(heartbeat, !this.#isJson, Date.now());
    this.#beats = setInterval(() => void this.beat(schedule.next(Date.now())), heartbeatIntervalMs);
  }

  stopBeats(): void {
    if (this.#beats !== null) clearInterval(this.#beats);
    this.#beats = null;
  }

  /** Ends the body in order, with a last text. False if the client was gone. */
  close(text = ""): Promise<boolean> {
    this.#raw.add(text);
    return this.#pipe.close(text);
  }

  /** Gives the body up. Harmless after its end. */
  cut(): Promise<void> {
    return this.#pipe.cut();
  }

  /** The cheapest bytes that prove a client to be there, of the kind that the operator allows, or an event that means nothing. */
  #beatText(beat: Beat): string {
    const { settings, codec, encoder } = this.#options;
    if (settings.heartbeat === "off") return "";
    if (this.#isJson || encoder === null) return codec.responseHeartbeat;
    const isEvent = beat === "no-op-event" || settings.heartbeat === "event";
    const text = isEvent ? encoder.noOpEvent() : encoder.heartbeat();
    if (isEvent) this.#raw.addNoOpEvent(text);
    else this.#raw.addHeartbeat(text);
    return text;
  }
}
