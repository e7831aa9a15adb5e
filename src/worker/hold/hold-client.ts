import {
  LEG_CLOSE,
  LEG_PING,
  LEG_PONG,
  type HoldOpening,
  type LegMessageFromSession,
  type LegMessageFromWorker,
} from "../../core/leg";
import type { Pace } from "../../core/reply-delivery";
import type { TurnError } from "../../core/turn-error";
import { backoffDelayMs } from "./backoff";
import { readLegMessage } from "./leg-message";
import { SessionBusyError, type LegSocket, type OpenLeg } from "./leg-socket";

/** How a hold ends. `client-left` comes from this side; the other two from the Session. */
export type HoldEnd =
  | Extract<LegMessageFromSession, { readonly type: "resolve" | "error" }>
  | { readonly type: "client-left" };

/** Hears of an answer while it is written. */
export interface DraftListener {
  onTyping(): void;
  /** What is new of the answer's text: together, the pieces are a beginning of it. */
  onDraft(text: string, pace: Pace | null): void;
}

export interface HoldClientOptions {
  readonly opening: HoldOpening;
  readonly openLeg: OpenLeg;
  readonly random: () => number;
  /** A leg was lost or could not be opened. Called before each pause. */
  readonly onLegLost: (cause: string) => void;
}

/** The Session answers pings without waking, so a leg that is silent for longer than this is dead. */
const PING_INTERVAL_MS = 30_000;
const PONG_TIMEOUT_MS = 10_000;
/**
 * Until the Session has said `held`, nothing is stored and the client can be told so: some 15 s of attempts. After that, a hold
 * re-attaches for as long as its client stays.
 */
const OPEN_ATTEMPTS_MAX = 8;
/** A Worker may run for 30 s after its response: as many attempts as fit. */
const CONFIRM_ATTEMPTS_MAX = 8;
/** A crowd clears within seconds; what is held already goes on. */
const SESSION_BUSY: TurnError = {
  reason: "session_busy",
  message: "This session has as many connections as it may have. Try again in a moment.",
  retryAfterSeconds: 10,
};
/** The code of a leg that is given up because it is dead; any code that says neither "left" nor "done". */
const CLOSE_DEAD_LEG = 3_000;

/**
 * `waiting`: for the end. `ended`: the response is being written. `confirming`: `delivered` is on its way. `over`: nothing runs.
 */
type Phase = "waiting" | "ended" | "confirming" | "over";

/**
 * The Worker's end of a hold: a leg to the Session, opened again whenever it is lost, until the hold is over. It keeps the
 * request only until the Session has it.
 */
export class HoldClient {
  /** Resolves once, with the end of the hold. Never rejects. */
  readonly ended: Promise<HoldEnd>;
  /**
   * Resolves if the Session has an error for the client after it gave a reply, as when its invitation is revoked. What has not been
   * written of the reply by then is not the client's any more.
   */
  readonly withdrawn: Promise<TurnError>;
  readonly #holdId: string;
  readonly #options: Omit<HoldClientOptions, "opening">;
  readonly #settleEnd: (end: HoldEnd) => void;
  readonly #settleWithdrawn: (error: TurnError) => void;
  readonly #over: Promise<void>;
  readonly #settleOver: () => void;
  /** Null from `held` on, so that the request's body can be collected. */
  #opening: HoldOpening | null;
  #phase: Phase = "waiting";
  #leg: LegSocket | null = null;
  #failedAttempts = 0;
  #retryTimer: ReturnType<typeof setTimeout> | null = null;
  #pingTimer: ReturnType<typeof setTimeout> | null = null;
  #answerProbe: (() => Promise<boolean>) | null = null;
  #draftListener: DraftListener | null = null;
  /** How much of a draft was handed on, in UTF-16 units. */
  #draftChars = 0;
  #hasReply = false;
  #withdrawal: TurnError | null = null;
  #rawResponse: string | null = null;

  constructor(options: HoldClientOptions) {
    const { opening, ...rest } = options;
    this.#opening = opening;
    this.#holdId = opening.holdId;
    this.#options = rest;
    const end = Promise.withResolvers<HoldEnd>();
    this.ended = end.promise;
    this.#settleEnd = end.resolve;
    const withdrawal = Promise.withResolvers<TurnError>();
    this.withdrawn = withdrawal.promise;
    this.#settleWithdrawn = withdrawal.resolve;
    const over = Promise.withResolvers<void>();
    this.#over = over.promise;
    this.#settleOver = over.resolve;
    void this.#connect();
  }

  /** What came of `withdrawn` so far. */
  get withdrawal(): TurnError | null {
    return this.#withdrawal;
  }

  /** Sets who finds out whether the client is still there (PAIR-6c). */
  onProbe(answerProbe: () => Promise<boolean>): void {
    this.#answerProbe = answerProbe;
  }

  /** Sets who is told of an answer while it is written. */
  onDraft(listener: DraftListener): void {
    this.#draftListener = listener;
  }

  /** The client is gone, or was cut off: the reply stays with the Session. Harmless at any time, any number of times. */
  leave(): void {
    if (this.#phase === "over" || this.#phase === "confirming") return;
    this.#finish(LEG_CLOSE.clientLeft, "client left");
    this.#settleEnd({ type: "client-left" });
  }

  /**
   * PAIR-14: tells the Session that the client has its whole response, and resolves when the Session has heard it or cannot be
   * told. A close that comes back in order proves that the message before it arrived. `rawResponse` is what was written, shortened.
   */
  confirmDelivered(rawResponse: string | null = null): Promise<void> {
    if (this.#phase === "ended") {
      this.#rawResponse = rawResponse;
      this.#phase = "confirming";
      this.#failedAttempts = 0;
      this.#stopPings();
      if (this.#leg !== null) this.#sendConfirmation(this.#leg);
    }
    return this.#over;
  }

  async #connect(): Promise<void> {
    let leg: LegSocket;
    try {
      leg = await this.#options.openLeg();
    } catch (error) {
      if (error instanceof SessionBusyError && this.#opening !== null) {
        this.#giveUp(SESSION_BUSY);
        return;
      }
      this.#reconnect(error instanceof Error ? error.message : "The leg could not be opened.");
      return;
    }
    if (this.#phase === "over") {
      leg.close(LEG_CLOSE.clientLeft, "client left");
      return;
    }
    this.#leg = leg;
    leg.addEventListener("message", (event) => this.#receive(leg, event.data));
    leg.addEventListener("close", (event) => this.#lose(leg, event.code));
    leg.addEventListener("error", () => this.#lose(leg, null));
    this.#send(
      leg,
      this.#opening === null ? this.#attachMessage() : { type: "open", opening: this.#opening },
    );
    if (this.#leg !== leg) return;
    if (this.#phase === "confirming") this.#sendConfirmation(leg);
    else this.#schedulePing(leg);
  }

  #attachMessage(): LegMessageFromWorker {
    return { type: "attach", holdId: this.#holdId };
  }

  #receive(leg: LegSocket, data: unknown): void {
    if (leg !== this.#leg || typeof data !== "string") return;
    if (data === LEG_PONG) {
      this.#failedAttempts = 0;
      this.#stopPings();
      this.#schedulePing(leg);
      return;
    }
    const message = readLegMessage(data);
    if (message !== null) this.#act(leg, message);
  }

  #act(leg: LegSocket, message: LegMessageFromSession): void {
    // Any answer proves that the Session works again.
    this.#failedAttempts = 0;
    // An end says that the request was stored, even where `held` was lost with an older leg.
    if (message.type !== "unknown-hold") this.#opening = null;
    switch (message.type) {
      case "held":
        return;
      case "resolve":
      case "error":
        this.#end(message);
        return;
      case "typing":
        if (this.#phase === "waiting") this.#draftListener?.onTyping();
        return;
      case "draft":
        this.#hearDraft(message);
        return;
      case "probe":
        void this.#probe(leg);
        return;
      case "unknown-hold":
        if (this.#phase === "confirming") this.#finish(LEG_CLOSE.done, "done");
        else
          this.#end({
            type: "error",
            error: internalError("The session no longer knows this request."),
          });
        return;
    }
  }

  /** A second end comes with each new leg until the first is confirmed; the client is already being told. */
  #end(end: HoldEnd): void {
    if (this.#phase === "waiting") {
      this.#phase = "ended";
      this.#hasReply = end.type === "resolve";
      this.#settleEnd(end);
    } else if (this.#phase === "ended" && end.type === "error" && this.#hasReply) {
      this.#withdrawal ??= end.error;
      this.#settleWithdrawn(this.#withdrawal);
    }
  }

  /** Hands on what is new: after each attach a draft comes from its beginning. What follows a gap comes again with the end. */
  #hearDraft(draft: Extract<LegMessageFromSession, { readonly type: "draft" }>): void {
    if (this.#phase !== "waiting" || this.#draftListener === null) return;
    const knownChars = this.#draftChars - draft.startChars;
    if (knownChars < 0 || knownChars >= draft.text.length) return;
    this.#draftChars = draft.startChars + draft.text.length;
    this.#draftListener.onDraft(draft.text.slice(knownChars), draft.pace);
  }

  async #probe(leg: LegSocket): Promise<void> {
    const isThere = this.#answerProbe !== null && (await this.#answerProbe());
    if (leg !== this.#leg) return;
    if (isThere) this.#send(leg, { type: "probed" });
    else this.leave();
  }

  #sendConfirmation(leg: LegSocket): void {
    const rawResponse = this.#rawResponse;
    this.#send(leg, { type: "delivered", ...(rawResponse === null ? {} : { rawResponse }) });
    closeQuietly(leg, LEG_CLOSE.done, "done");
    this.#pingTimer = setTimeout(() => this.#lose(leg, null), PONG_TIMEOUT_MS);
  }

  #send(leg: LegSocket, message: LegMessageFromWorker): void {
    this.#sendText(leg, JSON.stringify(message));
  }

  #sendText(leg: LegSocket, text: string): void {
    try {
      leg.send(text);
    } catch {
      // A socket that is closing throws; its close event may never come.
      this.#lose(leg, null);
    }
  }

  #lose(leg: LegSocket, closeCode: number | null): void {
    if (leg !== this.#leg) return;
    this.#leg = null;
    this.#stopPings();
    if (this.#phase === "over") return;
    const isDone = this.#phase !== "waiting" && closeCode === LEG_CLOSE.done;
    if (isDone) this.#finish(LEG_CLOSE.done, "done");
    else this.#reconnect(`The leg was closed with ${closeCode ?? "an error"}.`);
  }

  #reconnect(cause: string): void {
    if (this.#phase === "over") return;
    this.#options.onLegLost(cause);
    if (this.#failedAttempts >= this.#attemptsMax()) {
      this.#giveUp(internalError("The session could not be reached."));
      return;
    }
    const delayMs = backoffDelayMs(this.#failedAttempts, this.#options.random());
    this.#failedAttempts += 1;
    this.#retryTimer = setTimeout(() => {
      this.#retryTimer = null;
      void this.#connect();
    }, delayMs);
  }

  #giveUp(error: TurnError): void {
    this.#end({ type: "error", error });
    this.#finish(LEG_CLOSE.clientLeft, "gave up");
  }

  #attemptsMax(): number {
    if (this.#phase === "confirming") return CONFIRM_ATTEMPTS_MAX;
    return this.#opening === null ? Number.POSITIVE_INFINITY : OPEN_ATTEMPTS_MAX;
  }

  #schedulePing(leg: LegSocket): void {
    this.#pingTimer = setTimeout(() => {
      this.#pingTimer = setTimeout(() => {
        this.#lose(leg, null);
        closeQuietly(leg, CLOSE_DEAD_LEG, "no pong");
      }, PONG_TIMEOUT_MS);
      this.#sendText(leg, LEG_PING);
    }, PING_INTERVAL_MS);
  }

  #stopPings(): void {
    if (this.#pingTimer !== null) clearTimeout(this.#pingTimer);
    this.#pingTimer = null;
  }

  /** Ends everything that runs. The client's side has been told, or is gone. */
  #finish(closeCode: number, reason: string): void {
    this.#phase = "over";
    this.#opening = null;
    this.#stopPings();
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer);
    this.#retryTimer = null;
    const leg = this.#leg;
    this.#leg = null;
    if (leg !== null) closeQuietly(leg, closeCode, reason);
    this.#settleOver();
  }
}

function closeQuietly(leg: LegSocket, code: number, reason: string): void {
  try {
    leg.close(code, reason);
  } catch {
    // The leg is closed already, which is what is wanted.
  }
}

function internalError(message: string): TurnError {
  return { reason: "internal_error", message };
}
