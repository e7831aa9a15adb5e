import { DurableObject } from "cloudflare:workers";
import type { RawExchange, TurnView } from "../console-protocol/turn-view";
import {
  CONSOLE_VISITOR_HEADER,
  decodeConsoleVisitor,
  type ConsoleReader,
} from "../core/console-visitor";
import { LEG_INVITE_HEADER, type LegMessageFromWorker } from "../core/leg";
import { LIMITS } from "../core/limits";
import { createLog, type Log } from "../core/log";
import { fail, succeed, type Result } from "../core/result";
import { parseSettings, type Settings } from "../core/settings";
import type { ResponderKind } from "../core/turn";
import type { TurnError } from "../core/turn-error";
import type { DirectoryApi } from "../directory/directory-api";
import type { AnswerTarget, Input, PairingSettings } from "../pairing/input";
import type { SessionState } from "../pairing/state";
import { readTranscript } from "../storage/read-transcript";
import type { SessionStore } from "../storage/session-store";
import { AlarmClock } from "./alarm-clock";
import { describeSession } from "./describe-session";
import { EffectRunner } from "./effect-runner";
import {
  fetchResponse,
  readKeptReplies,
  readResponseHistory,
  readResponseInput,
  type ResponseSource,
} from "./kept-responses";
import { LegReceiver } from "./leg-receiver";
import { Legs, closeQuietly } from "./legs";
import { OperatorAudience } from "./operator-audience";
import { OperatorCommands } from "./operator-commands";
import { OperatorDesk } from "./operator-desk";
import { isOperatorSocket, OperatorSockets } from "./operator-sockets";
import { seenRawExchange, seenTranscript, seenTurnView } from "./seen-content";
import type { FetchedResponse, KeptReplies, ResponseHistory, ResponseInput } from "./response-api";
import type {
  InviteRecord,
  InviteUse,
  InviteUsesToReview,
  OperatorAnswer,
  OperatorProblem,
  RevokedInvite,
  SessionApi,
  SessionDescription,
  TranscriptPage,
} from "./session-api";
import { SessionInvites } from "./session-invites";
import { SessionPlaces } from "./session-places";
import { StoredSession } from "./stored-session";

interface SessionEnvironment {
  readonly DIRECTORY: { getByName(name: string): DirectoryApi };
}

const DIRECTORY_NAME = "directory";
/** A page of the transcript crosses RPC in one message. */
const TRANSCRIPT_PAGE_BYTES_MAX = 4 * 1024 * 1024;

/** One session: wiring only. The rules are in `pairing/`, the content in `storage/`. Nothing here keeps the object awake. */
export class Session extends DurableObject<SessionEnvironment> implements SessionApi {
  readonly #settings: Settings;
  readonly #name: string;
  readonly #log: Log;
  readonly #session: StoredSession;
  readonly #legs: Legs;
  readonly #legReceiver: LegReceiver;
  readonly #invites: SessionInvites;
  readonly #places: SessionPlaces;
  readonly #alarmClock: AlarmClock;
  readonly #effects: EffectRunner;
  readonly #desk: OperatorDesk;

  constructor(context: DurableObjectState, environment: SessionEnvironment) {
    super(context, environment);
    this.#settings = settingsOf(environment);
    const settings = this.#settings;
    const pairingSettings = pairingSettingsOf(settings);
    const name = context.id.name ?? "";
    this.#name = name;
    this.#log = createLog(settings.logLevel, console);
    const { storage } = context;
    const session = new StoredSession({
      storage,
      settings: pairingSettings,
      onSideRequest: (hold, { kind, signatureId: signature }) =>
        this.#log("info", "side-request", { session: name, hold, kind, signature }),
    });
    this.#session = session;
    const legs = new Legs(context);
    this.#legs = legs;
    const alarmClock = new AlarmClock(storage);
    this.#alarmClock = alarmClock;
    const directory = (): DirectoryApi => this.env.DIRECTORY.getByName(DIRECTORY_NAME);
    const sockets = new OperatorSockets(context);
    const { defaultResponder: responderKind } = settings;
    const audience = new OperatorAudience({ sessionName: name, sockets, session, responderKind });
    this.#effects = new EffectRunner({
      name,
      session,
      legs,
      alarmClock,
      settings,
      pairingSettings,
      directory,
      onChange: () => this.#desk.tellChanges(),
      onReportFailed: (error) => this.#logFailure("report-failed", error),
    });
    this.#places = new SessionPlaces({ name, session, settings, directory });
    this.#invites = new SessionInvites({
      storage,
      legs,
      alarmClock,
      isStored: () => session.isStored,
      detach: (holdId) => this.#legReceiver.detach(holdId),
      endVisits: (inviteId) => this.#desk.endInvite(inviteId),
      hasVisits: (inviteId) => sockets.pages().some(({ visitor }) => visitor.inviteId === inviteId),
      hasLostLegs: () =>
        session.read((_store, { holds }) =>
          Object.values(holds).some(({ isAttached, outcome }) => !isAttached && outcome === null),
        ) ?? false,
    });
    this.#desk = new OperatorDesk({
      sessionName: name,
      sockets,
      session,
      audience,
      commands: new OperatorCommands({ session, sockets, legs, audience, effects: this.#effects }),
      isRevoked: (inviteId) => this.#invites.isRevoked(inviteId),
      log: this.#log,
      onFailed: (error) => this.#logFailure("operators-not-told", error),
    });
    this.#legReceiver = new LegReceiver({
      session,
      legs,
      invites: this.#invites,
      places: this.#places,
      effects: this.#effects,
    });
    this.#log("debug", "session-loaded", { session: name });
    this.#desk.endExpired(Date.now());
    if (session.isStored) this.#legReceiver.detachLostHolds();
  }

  /** Opens a leg, or the socket of a console. */
  override fetch(request: Request): Response {
    if (request.headers.get("Upgrade") !== "websocket") return new Response(null, { status: 426 });
    const visitor = decodeConsoleVisitor(request.headers.get(CONSOLE_VISITOR_HEADER));
    if (visitor !== null) return this.#desk.accept(visitor);
    if (this.#legs.count >= LIMITS.legsMax) return new Response(null, { status: 503 });
    return this.#legs.accept(request.headers.get(LEG_INVITE_HEADER));
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    try {
      if (isOperatorSocket(socket)) {
        await this.#desk.receive(socket, data);
        return;
      }
      if (typeof data !== "string") return;
      const message = JSON.parse(data) as LegMessageFromWorker;
      this.#log("debug", "session-event", { session: this.#name, kind: message.type });
      await this.#legReceiver.receive(socket, message);
    } catch (error) {
      // The other end opens another one, and the engine starts from what is stored.
      this.#logFailure(isOperatorSocket(socket) ? "operator-failed" : "leg-failed", error);
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
    if (!this.#session.isStored) {
      await this.#invites.forgetOld(nowMs);
      return;
    }
    const { engine } = this.#session.open();
    if (engine.state.lastActivityAtMs + this.#settings.retentionMs <= nowMs) {
      await this.deleteSession();
      return;
    }
    await this.#effects.run(engine.apply({ type: "deadline", atMs: nowMs }), nowMs);
  }

  async describe(): Promise<SessionDescription | null> {
    return this.#read((store, state) => describeSession(this.#name, state, store));
  }

  async readTranscript({
    reader,
    ...query
  }: Parameters<SessionApi["readTranscript"]>[0]): Promise<TranscriptPage> {
    const page = this.#read((store, state) => {
      const whole = readTranscript(store, { ...query, bytesMax: TRANSCRIPT_PAGE_BYTES_MAX });
      return reader === undefined ? whole : seenTranscript({ store, state }, whole, reader);
    });
    return page ?? { events: [], nextSequence: null };
  }

  async viewTurn(target: AnswerTarget, reader: ConsoleReader): Promise<TurnView | null> {
    return this.#read((store, state) => seenTurnView({ store, state }, target, reader));
  }

  async readRaw(turnId: number, reader: ConsoleReader): Promise<RawExchange | null> {
    return this.#read((store, state) => seenRawExchange({ store, state }, turnId, reader));
  }

  async deleteSession(): Promise<void> {
    if (this.#session.isStored) {
      for (const { arrival, isAttached, outcome } of Object.values(
        this.#session.open().engine.state.holds,
      )) {
        if (!isAttached || outcome !== null) continue;
        const error = { reason: "session_deleted", message: "The session was deleted." } as const;
        this.#legs.send(arrival.holdId, { type: "error", error });
      }
    }
    this.#desk.endSession();
    this.#session.forget();
    await this.#invites.surviveDeletion();
    this.#effects.forgetReport();
    await this.env.DIRECTORY.getByName(DIRECTORY_NAME).remove(this.#name);
  }

  async answerAsOperator(
    answer: OperatorAnswer,
  ): Promise<Result<{ readonly turnId: number }, OperatorProblem>> {
    if (!this.#session.isStored) return fail({ reason: "no-such-turn" });
    const nowMs = Date.now();
    const answered = this.#session.open().engine.answer(answer, nowMs);
    if (!answered.ok) return answered;
    const { turnId, dispatches } = answered.value;
    await this.#effects.run(dispatches, nowMs);
    return succeed({ turnId });
  }

  async changeResponder(responderKind: ResponderKind): Promise<TurnError | null> {
    return this.#change({ type: "change-responder", atMs: Date.now(), responderKind });
  }

  async changeSideRequests(areAnswered: boolean): Promise<TurnError | null> {
    return this.#change({ type: "change-side-requests", atMs: Date.now(), areAnswered });
  }

  async changeContextVisibility(isHidden: boolean): Promise<TurnError | null> {
    return this.#change({ type: "change-context-visibility", atMs: Date.now(), isHidden });
  }

  async fetchResponse(holdId: string): Promise<FetchedResponse | null> {
    return this.#readResponses((source) => fetchResponse(source, holdId));
  }

  async readResponseHistory(holdId: string, bytesMax: number): Promise<ResponseHistory> {
    const history = this.#readResponses((source) => readResponseHistory(source, holdId, bytesMax));
    return history ?? { kind: "unknown" };
  }

  async readKeptReplies(holdIds: readonly string[], bytesMax: number): Promise<KeptReplies> {
    const found = this.#readResponses((source) => readKeptReplies(source, holdIds, bytesMax));
    return found ?? { kind: "found", replies: [] };
  }

  async readResponseInput(holdId: string): Promise<ResponseInput | null> {
    return this.#readResponses((source) => readResponseInput(source, holdId));
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

  async admitInvite(inviteId: string): Promise<boolean> {
    return !this.#invites.isRevoked(inviteId);
  }

  async useInvite(inviteId: string, sessionName: string): Promise<InviteUse> {
    return this.#invites.use(inviteId, sessionName, Date.now());
  }

  async isInviteInUse(inviteId: string): Promise<boolean> {
    return this.#invites.isInUse(inviteId);
  }

  async revokeInvite(inviteId: string): Promise<RevokedInvite | null> {
    return this.#invites.revoke(inviteId);
  }

  async forgetInviteUses(inviteId: string, uses: InviteUsesToReview): Promise<void> {
    this.#invites.forgetUses(inviteId, uses);
  }

  async refuseInvite(inviteId: string, expiresAtMs: number): Promise<void> {
    await this.#invites.refuse(inviteId, expiresAtMs);
  }

  async #change(input: Extract<Input, { type: `change-${string}` }>): Promise<TurnError | null> {
    const refusal = await this.#places.claim(input.atMs);
    if (refusal === null)
      await this.#effects.run(this.#session.open().engine.apply(input), input.atMs);
    return refusal;
  }

  async #lose(socket: WebSocket, code: number): Promise<void> {
    this.#log("debug", "session-event", { session: this.#name, kind: "close" });
    if (isOperatorSocket(socket)) this.#desk.lose(socket);
    else await this.#legReceiver.lose(socket, code);
  }

  /** Null where nothing is stored. */
  #read<T>(read: (store: SessionStore, state: SessionState) => T): T | null {
    return this.#session.read(read);
  }

  #readResponses<T>(read: (source: ResponseSource) => T): T | null {
    return this.#read((store, state) => read({ store, state, nowMs: Date.now() }));
  }

  #logFailure(event: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#log("error", event, { session: this.#name, detail });
  }
}

function settingsOf(environment: SessionEnvironment): Settings {
  const settings = parseSettings(environment as unknown as Record<string, unknown>);
  if (settings.ok) return settings.value;
  // The Worker turns every request away while a setting is wrong, so this is reached by an alarm alone, which is tried again.
  throw new Error(`Wrong settings: ${settings.error.map(({ name }) => name).join(", ")}`);
}

function pairingSettingsOf(settings: Settings): PairingSettings {
  const { turnTimeoutMs, sessionTimeoutMs, openTurnsMax, defaultResponder } = settings;
  return { turnTimeoutMs, sessionTimeoutMs, openTurnsMax, responderKind: defaultResponder };
}
