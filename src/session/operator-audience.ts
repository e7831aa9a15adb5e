import { CONSOLE_PROTOCOL_VERSION } from "../console-protocol/identity";
import type {
  LiveSession,
  PresentOperator,
  SessionEvent,
} from "../console-protocol/session-message";
import type { ResponderKind } from "../core/turn";
import { createSessionState } from "../pairing/state";
import { seenEventOf } from "./console-event";
import { batchesOf, canResume, eventsAfter, recentEvents, type LastSeen } from "./event-feed";
import { isTurnInScope } from "./history-scope";
import { LiveSessionReader, seenLiveSession } from "./live-session";
import type { OperatorSockets, PresentPage } from "./operator-sockets";
import type { StoredSession } from "./stored-session";

export interface OperatorAudienceOptions {
  readonly sessionName: string;
  readonly sockets: OperatorSockets;
  readonly session: StoredSession;
  /** Of a session that nobody has used. */
  readonly responderKind: ResponderKind;
}

/** What everybody who watches is told: each as far as they may see it, and nothing twice. */
export class OperatorAudience {
  readonly #options: OperatorAudienceOptions;
  readonly #liveReader = new LiveSessionReader();
  /** The last event that all have; null while nobody watches. */
  #sentSequence: number | null = null;

  constructor(options: OperatorAudienceOptions) {
    this.#options = options;
    // Whoever is still here after hibernation has got everything that was stored before.
    if (options.sockets.present().length > 0) this.#sentSequence = this.#lastSequence();
  }

  /** Everything that a page needs to begin, or to go on where it was. */
  welcome(page: PresentPage, lastSeen: LastSeen, nowMs: number): void {
    const { sessionName, session } = this.#options;
    // The others have got everything that is stored, and of a session that was deleted meanwhile nothing is left.
    this.#sentSequence = this.#lastSequence();
    const store = session.isStored ? session.open().store : null;
    const isResumed = canResume(store, lastSeen);
    page.forgetSent();
    page.send({
      type: "welcome",
      protocolVersion: CONSOLE_PROTOCOL_VERSION,
      sessionName,
      operator: page.operator,
      role: page.visitor.role,
      sees: page.visitor.sees,
      isResumed,
      nowMs,
    });
    const events = store === null ? [] : this.#missedEvents(page, isResumed ? lastSeen : null);
    for (const batch of batchesOf(events)) page.send(batch);
    this.#tellLive([page]);
  }

  /** After a transition: its facts, and the state that they lead to. */
  tellChanges(): void {
    const pages = this.#options.sockets.present();
    if (pages.length === 0) {
      this.#sentSequence = null;
      return;
    }
    const { session } = this.#options;
    if (!session.isStored) return;
    const { store } = session.open();
    const events = [...eventsAfter(store, this.#sentSequence ?? this.#lastSequence())];
    this.#sentSequence = this.#lastSequence();
    for (const page of pages) {
      const seen = [...seenEvents(events, page)];
      if (seen.length === 0) continue;
      for (const batch of batchesOf(seen)) page.send({ ...batch, isCaughtUp: true });
    }
    this.#tellLive(pages);
  }

  tellPresence(): void {
    const present = this.#options.sockets.present();
    const everybody = presenceText(present);
    // A player hears of nobody but themselves.
    for (const page of present)
      page.sendState("presence", page.isPlayer ? presenceText([page]) : everybody);
  }

  /** A draft has grown: the writer knows, and players see whole answers only. */
  tellDraft(from: PresentPage, turnId: number, startChars: number, text: string): void {
    for (const page of this.#options.sockets.present()) {
      if (page === from || page.isPlayer || !isTurnInScope(page.scope, turnId)) continue;
      page.send({ type: "draft", turnId, startChars, text });
    }
  }

  #tellLive(pages: readonly PresentPage[]): void {
    const session = this.#readLive();
    // Most see the same, so that it is written once.
    const texts = new Map<string, string>();
    for (const page of pages) {
      const playerId = page.isPlayer ? page.operator.operatorId : null;
      const key = JSON.stringify([playerId, page.scope]);
      const text =
        texts.get(key) ??
        JSON.stringify({
          type: "live",
          session: seenLiveSession(session, { scope: page.scope, playerId }),
        });
      texts.set(key, text);
      page.sendState("live", text);
    }
  }

  #readLive(): LiveSession {
    const { session, responderKind } = this.#options;
    const live = session.read((store, state) => this.#liveReader.read(state, store));
    return live ?? { ...EMPTY_SESSION, responderKind };
  }

  #missedEvents(page: PresentPage, lastSeen: LastSeen | null): Iterable<SessionEvent> {
    const { store } = this.#options.session.open();
    if (lastSeen === null || lastSeen.afterSequence === null) return recentEvents(store, page);
    return seenEvents(eventsAfter(store, lastSeen.afterSequence), page);
  }

  #lastSequence(): number {
    return this.#options.session.read((store) => store.lastSequence()) ?? 0;
  }
}

/** One after the other, as they may be long together. */
function* seenEvents(events: Iterable<SessionEvent>, page: PresentPage): Generator<SessionEvent> {
  for (const event of events) {
    const seen = seenEventOf(event, page);
    if (seen !== null) yield seen;
  }
}

const { answersSideRequests, isContextHidden } = createSessionState();
const EMPTY_SESSION = {
  status: "empty" as const,
  answersSideRequests,
  isContextHidden,
  turns: [],
  undecidedHolds: [],
};

function presenceText(pages: readonly PresentPage[]): string {
  const operators: readonly PresentOperator[] = pages.map(
    ({ operator, visitor, typingTurnId }) => ({
      ...operator,
      role: visitor.role,
      typingTurnId,
    }),
  );
  return JSON.stringify({ type: "presence", operators });
}
