import { DurableObject } from "cloudflare:workers";
import { hashText } from "../core/hash-text";
import { LEG_CLOSE, LEG_INVITE_HEADER, type LegMessageFromWorker } from "../core/leg";
import { LIMITS } from "../core/limits";
import { createLog, type Log } from "../core/log";
import { fail, succeed, type Result } from "../core/result";
import { parseSettings, type Settings } from "../core/settings";
import type { ResponderKind } from "../core/turn";
import type { TurnError } from "../core/turn-error";
import type { DirectoryApi } from "../directory/directory-api";
import { nextDeadlineAtMs } from "../pairing/deadline";
import type { Input, PairingSettings } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import { summariseSession } from "../pairing/status";
import { migrate } from "../storage/migrations";
import { readTranscript } from "../storage/read-transcript";
import { SqliteSessionStore } from "../storage/sqlite-session-store";
import { AlarmClock } from "./alarm-clock";
import { describeSession } from "./describe-session";
import { Legs, closeQuietly } from "./legs";
import { operatorInputOf } from "./operator-input";
import {
  fetchResponse,
  readKeptReplies,
  readResponseHistory,
  readResponseInput,
} from "./kept-responses";
import type { LegDispatch } from "./render-effect";
import type { FetchedResponse, KeptReplies, ResponseHistory, ResponseInput } from "./response-api";
import type {
  InviteRecord,
  OperatorAnswer,
  OperatorProblem,
  RevokedInvite,
  SessionApi,
  SessionDescription,
  TranscriptPage,
} from "./session-api";
import { SessionEngine } from "./session-engine";
import { SessionInvites } from "./session-invites";
import { StatusReport } from "./status-report";

interface SessionEnvironment {
  readonly DIRECTORY: { getByName(name: string): DirectoryApi };
}

const DIRECTORY_NAME = "directory";
/** A page of the transcript crosses RPC in one message. */
const TRANSCRIPT_PAGE_BYTES_MAX = 4 * 1024 * 1024;

/** One session: wiring only. The rules are in `pairing/`, the content in `storage/`. Nothing here keeps the object awake. */
export class Session extends DurableObject<SessionEnvironment> implements SessionApi {
  readonly #settings: Settings;
  readonly #pairingSettings: PairingSettings;
  readonly #name: string;
  readonly #log: Log;
  readonly #legs: Legs;
  readonly #invites: SessionInvites;
  readonly #alarmClock: AlarmClock;
  readonly #statusReport = new StatusReport();
  /** Null until something is stored: asking after a session must not create one. */
  #parts: { readonly store: SqliteSessionStore; readonly engine: SessionEngine } | null = null;

  constructor(context: DurableObjectState, environment: SessionEnvironment) {
    super(context, environment);
    const settings = parseSettings(environment as unknown as Record<string, unknown>);
    // The Worker turns every request away while a setting is wrong, so this is reached by an alarm alone, which is tried again.
    if (!settings.ok)
      throw new Error(`Wrong settings: ${settings.error.map(({ name }) => name).join(", ")}`);
    this.#settings = settings.value;
    this.#pairingSettings = {
      turnTimeoutMs: settings.value.turnTimeoutMs,
      sessionTimeoutMs: settings.value.sessionTimeoutMs,
      openTurnsMax: settings.value.openTurnsMax,
      responderKind: settings.value.defaultResponder,
    };
    this.#name = context.id.name ?? "";
    this.#log = createLog(settings.value.logLevel, console);
    this.#legs = new Legs(context);
    this.#alarmClock = new AlarmClock(context.storage);
    this.#invites = new SessionInvites({
      storage: context.storage,
      legs: this.#legs,
      alarmClock: this.#alarmClock,
      isStored: () => this.#isStored(),
      detach: (holdId) => this.#detach(holdId),
    });
    this.#log("debug", "session-loaded", { session: this.#name });
    if (this.#isStored()) this.#detachLostHolds();
  }

  /** Opens a leg. */
  override fetch(request: Request): Response {
    if (request.headers.get("Upgrade") !== "websocket") return new Response(null, { status: 426 });
    if (this.#legs.count >= LIMITS.legsMax) return new Response(null, { status: 503 });
    return this.#legs.accept(request.headers.get(LEG_INVITE_HEADER));
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    if (typeof data !== "string") return;
    try {
      await this.#receive(socket, JSON.parse(data) as LegMessageFromWorker);
    } catch (error) {
      // The Worker opens another leg, and the engine starts from what is stored.
      this.#logFailure("leg-failed", error);
      closeQuietly(socket, 1011, "internal error");
    }
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    await this.#lose(socket, code);
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#lose(socket, 1006);
  }

  override async alarm(): Promise<void> {
    this.#alarmClock.rang();
    const nowMs = Date.now();
    this.#log("debug", "session-event", { session: this.#name, kind: "alarm" });
    if (!this.#isStored()) {
      await this.#invites.forgetOld(nowMs);
      return;
    }
    const { engine } = this.#open();
    if (engine.state.lastActivityAtMs + this.#settings.retentionMs <= nowMs) {
      await this.deleteSession();
      return;
    }
    await this.#dispatch(engine.apply({ type: "deadline", atMs: nowMs }), nowMs);
  }

  async describe(): Promise<SessionDescription | null> {
    return this.#read((store, state) => describeSession(this.#name, state, store));
  }

  async readTranscript(query: {
    readonly afterSequence: number;
    readonly limit: number;
  }): Promise<TranscriptPage> {
    const page = { ...query, bytesMax: TRANSCRIPT_PAGE_BYTES_MAX };
    return this.#read((store) => readTranscript(store, page)) ?? { events: [], nextSequence: null };
  }

  async deleteSession(): Promise<void> {
    if (this.#isStored()) {
      for (const { arrival, isAttached, outcome } of Object.values(
        this.#open().engine.state.holds,
      )) {
        if (!isAttached || outcome !== null) continue;
        const error = { reason: "session_deleted", message: "The session was deleted." } as const;
        this.#legs.send(arrival.holdId, { type: "error", error });
      }
    }
    this.#parts = null;
    await this.#invites.surviveDeletion();
    this.#statusReport.failed();
    await this.#directory().remove(this.#name);
  }

  async answerAsOperator(
    answer: OperatorAnswer,
  ): Promise<Result<{ readonly turnId: number }, OperatorProblem>> {
    if (!this.#isStored()) return fail({ reason: "no-such-turn" });
    const { engine, store } = this.#open();
    const nowMs = Date.now();
    const target = operatorInputOf(engine.state, store, answer, nowMs);
    if (!target.ok) return target;
    if (target.value.input !== null) {
      await this.#dispatch(engine.answerAsOperator(target.value.input, answer.content), nowMs);
    }
    const turnId = target.value.turnId ?? engine.state.nextTurnId - 1;
    return succeed({ turnId });
  }

  async changeResponder(responderKind: ResponderKind): Promise<TurnError | null> {
    return this.#change({ type: "change-responder", atMs: Date.now(), responderKind });
  }

  async changeSideRequests(areAnswered: boolean): Promise<TurnError | null> {
    return this.#change({ type: "change-side-requests", atMs: Date.now(), areAnswered });
  }

  async fetchResponse(holdId: string): Promise<FetchedResponse | null> {
    return this.#read((store, state) => fetchResponse(store, state, holdId));
  }

  async readResponseHistory(holdId: string, bytesMax: number): Promise<ResponseHistory> {
    const history = this.#read((store, state) =>
      readResponseHistory(store, state, holdId, bytesMax),
    );
    return history ?? { kind: "unknown" };
  }

  async readKeptReplies(holdIds: readonly string[], bytesMax: number): Promise<KeptReplies> {
    const found = this.#read((store, state) => readKeptReplies(store, state, holdIds, bytesMax));
    return found ?? { kind: "found", replies: [] };
  }

  async readResponseInput(holdId: string): Promise<ResponseInput | null> {
    return this.#read((store, state) => readResponseInput(store, state, holdId));
  }

  async deleteResponse(holdId: string): Promise<boolean> {
    return this.#read((store) => store.responses.remove(holdId)) ?? false;
  }

  async addInvite(invite: Omit<InviteRecord, "revokedAtMs">): Promise<boolean> {
    return this.#invites.add(invite);
  }

  async listInvites(): Promise<readonly InviteRecord[]> {
    return this.#invites.list();
  }

  async admitInvite(inviteId: string, heldBySession: string | null): Promise<boolean> {
    return this.#invites.admit(inviteId, heldBySession);
  }

  async revokeInvite(inviteId: string): Promise<RevokedInvite | null> {
    return this.#invites.revoke(inviteId);
  }

  async forgetInviteUses(inviteId: string, sessionNames: readonly string[]): Promise<void> {
    this.#invites.forgetUses(inviteId, sessionNames);
  }

  async refuseInvite(inviteId: string, expiresAtMs: number): Promise<void> {
    await this.#invites.refuse(inviteId, expiresAtMs);
  }

  async #receive(socket: WebSocket, message: LegMessageFromWorker): Promise<void> {
    this.#log("debug", "session-event", { session: this.#name, kind: message.type });
    const nowMs = Date.now();
    switch (message.type) {
      case "open": {
        const { opening } = message;
        this.#legs.bind(socket, opening.holdId);
        if (this.#invites.turnsAway(socket, opening.holdId)) return;
        if (!(await this.#admit(opening.holdId, nowMs))) return;
        await this.#dispatch(this.#open().engine.open(opening, nowMs), nowMs);
        return;
      }
      case "attach":
        this.#legs.bind(socket, message.holdId);
        if (this.#invites.turnsAway(socket, message.holdId)) return;
        if (this.#isStored())
          await this.#dispatch(this.#open().engine.attach(message.holdId, nowMs), nowMs);
        else this.#legs.send(message.holdId, { type: "unknown-hold" });
        return;
      case "delivered":
      case "probed": {
        const holdId = this.#legs.holdOf(socket);
        if (holdId === null || !this.#isStored()) return;
        await this.#dispatch(
          this.#open().engine.apply({ type: message.type, atMs: nowMs, holdId }),
          nowMs,
        );
        return;
      }
      default:
        // A newer Worker may say more than this version knows.
        message satisfies never;
    }
  }

  async #change(
    input: Extract<Input, { type: "change-responder" | "change-side-requests" }>,
  ): Promise<TurnError | null> {
    const refusal = await this.#claimPlace(input.atMs);
    if (refusal === null) await this.#dispatch(this.#open().engine.apply(input), input.atMs);
    return refusal;
  }

  /** PAIR-19: a new session needs a place, an old one room. */
  async #admit(holdId: string, nowMs: number): Promise<boolean> {
    const error = (await this.#claimPlace(nowMs)) ?? this.#fullError();
    if (error !== null) this.#legs.send(holdId, { type: "error", error });
    return error === null;
  }

  /** A session that has expired gave its place away. */
  async #claimPlace(nowMs: number): Promise<TurnError | null> {
    const { sessionsMax } = this.#settings;
    if (sessionsMax === 0) return null;
    if (this.#isStored() && !this.#open().engine.state.isExpired) return null;
    if (await this.#directory().claim(this.#name, nowMs, sessionsMax)) return null;
    const message = `This server has ${sessionsMax} sessions, which is its limit. Delete one, or wait.`;
    return { reason: "too_many_sessions", message, retryAfterSeconds: 60 };
  }

  #fullError(): TurnError | null {
    const { sessionBytesMax } = this.#settings;
    if (!this.#isStored() || this.#open().store.usedBytes() < sessionBytesMax) return null;
    const message = `This session stores ${sessionBytesMax} bytes, which is its limit (MOTIVE_PROXY_MAX_SESSION_BYTES). Use another name, or delete it.`;
    return { reason: "session_full", message };
  }

  async #lose(socket: WebSocket, code: number): Promise<void> {
    const holdId = this.#legs.release(socket);
    closeQuietly(socket, code === LEG_CLOSE.done ? LEG_CLOSE.done : LEG_CLOSE.superseded, "");
    this.#log("debug", "session-event", { session: this.#name, kind: "close" });
    if (holdId !== null) await this.#detach(holdId, code !== LEG_CLOSE.clientLeft);
  }

  async #detach(holdId: string, isLegLost = false): Promise<void> {
    if (!this.#isStored()) return;
    const nowMs = Date.now();
    const input = { type: "detach", atMs: nowMs, holdId, isLegLost } as const;
    await this.#dispatch(this.#open().engine.apply(input), nowMs);
  }

  /** PAIR-18: after an eviction the legs are gone, and their Workers open new ones. Until then the holds are detached. */
  #detachLostHolds(): void {
    const nowMs = Date.now();
    const { engine } = this.#open();
    for (const { arrival, isAttached } of Object.values(engine.state.holds)) {
      if (isAttached && !this.#legs.has(arrival.holdId)) {
        const { holdId } = arrival;
        this.#send(engine.apply({ type: "detach", atMs: nowMs, holdId, isLegLost: true }));
      }
    }
  }

  /** Sends what was decided, after it was stored; the runtime holds it back until the writes are durable. */
  async #dispatch(dispatches: readonly LegDispatch[], nowMs: number): Promise<void> {
    this.#send(dispatches);
    const { state } = this.#open().engine;
    const summary = summariseSession(this.#name, state);
    const report = this.#statusReport.consider(summary, nowMs);
    const deadlines = [
      nextDeadlineAtMs(state, this.#pairingSettings) ?? Number.POSITIVE_INFINITY,
      state.lastActivityAtMs + this.#settings.retentionMs,
    ];
    if (typeof report === "object") deadlines.push(report.atMs);
    await this.#alarmClock.ringBy(Math.min(...deadlines));
    if (report !== "now") return;
    try {
      await this.#directory().report(summary);
    } catch (error) {
      this.#statusReport.failed();
      this.#logFailure("report-failed", error);
    }
  }

  #send(dispatches: readonly LegDispatch[]): void {
    for (const { holdId, message } of dispatches) this.#legs.send(holdId, message);
  }

  #isStored(): boolean {
    if (this.#parts !== null) return true;
    return (
      this.ctx.storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'state'").toArray()
        .length > 0
    );
  }

  /** Null where nothing is stored. */
  #read<T>(read: (store: SqliteSessionStore, state: SessionState) => T): T | null {
    if (!this.#isStored()) return null;
    const { engine, store } = this.#open();
    return read(store, engine.state);
  }

  #open(): { readonly store: SqliteSessionStore; readonly engine: SessionEngine } {
    if (this.#parts !== null) return this.#parts;
    migrate(this.ctx.storage);
    const store = new SqliteSessionStore(this.ctx.storage, hashText);
    const engine = new SessionEngine({
      store,
      settings: this.#pairingSettings,
      hashText,
      createToolCallId,
      onSideRequest: (holdId, { kind, signatureId }) =>
        this.#log("info", "side-request", {
          session: this.#name,
          hold: holdId,
          kind,
          signature: signatureId,
        }),
    });
    this.#parts = { store, engine };
    return this.#parts;
  }

  #directory(): DirectoryApi {
    return this.env.DIRECTORY.getByName(DIRECTORY_NAME);
  }

  #logFailure(event: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log("error", event, { session: this.#name, detail });
  }
}

/** Long enough to be unique over all sessions, as clients send it back as evidence (PAIR-4). */
function createToolCallId(): string {
  return `call_${crypto.randomUUID().replaceAll("-", "")}`;
}
