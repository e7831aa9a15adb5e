import { CONSOLE_PROTOCOL_VERSION } from "../console-protocol/identity";
import type {
  LiveSession,
  PresentOperator,
  SessionEvent,
  SessionMessage,
} from "../console-protocol/session-message";
import type { ResponderKind } from "../core/turn";
import { createSessionState } from "../pairing/state";
import { seenEventOf } from "./console-event";
import { batchesOf, canResume, eventsAfter, recentEvents, type LastSeen } from "./event-feed";
import { isTurnInScope } from "./history-scope";
import type { DraftGrowth } from "./live-change";
import { LiveFeed } from "./live-feed";
import { LiveSessionReader } from "./live-session";
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
  readonly #liveFeed = new LiveFeed();
  /** The last event that all have; null while nobody watches. */
  #sentSequence: number | null = null;

  constructor(options: OperatorAudienceOptions) {
    this.#options = options;
    // Whoever is still here after hibernation has got everything that was stored before.
    if (options.sockets.present().length > 0) this.#sentSequence = this.#lastSequence();
  }

  /** Everything that a page needs to begin, or to go on where it was. */
  welcome(page: PresentPage, lastSeen: LastSeen, nowMs: number): void {
    const { sessionName, session, sockets } = this.#options;
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
      accessEndsAtMs: page.visitor.expiresAtMs,
    });
    const events = store === null ? [] : this.#missedEvents(page, isResumed ? lastSeen : null);
    for (const batch of batchesOf(events)) page.send(batch);
    this.#liveFeed.welcome(page, sockets.present(), this.#readLive());
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
    // Most see the same, so that it is written once.
    for (const group of Map.groupBy(pages, eventsKeyOf).values()) tellEvents(group, events);
    this.#liveFeed.tell(pages, this.#readLive());
    // Nothing else tells of somebody who has gone without a close, as there are no timers here.
    if (this.#options.sockets.heardLately(Date.now()).length < pages.length) this.tellPresence();
  }

  /** Who has been silent for long is left out. A page that is there all the same finds itself missing, and says so. */
  tellPresence(): void {
    const { sockets } = this.#options;
    const everybody = presenceText(sockets.heardLately(Date.now()));
    // A player hears of nobody but themselves.
    for (const page of sockets.present())
      page.sendPresence(page.isPlayer ? presenceText([page]) : everybody);
  }

  /** A draft has grown: the writer knows, and players see whole answers only. */
  tellDraft(from: PresentPage, growth: DraftGrowth): void {
    const { turnId } = growth;
    const others = this.#options.sockets
      .present()
      .filter((page) => page !== from && !page.isPlayer && isTurnInScope(page.scope, turnId));
    for (const page of others) page.send({ type: "draft", ...growth });
    this.#liveFeed.growDraft([from, ...others], growth);
  }

  #readLive(): LiveSession {
    const { session, responderKind } = this.#options;
    if (!session.isStored) return { ...EMPTY_SESSION, responderKind };
    const { engine, store } = session.open();
    const draftTextOf = (turnId: number): string => engine.draftTextOf(turnId);
    return this.#liveReader.read({ state: engine.state, store, draftTextOf });
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

function tellEvents(group: readonly PresentPage[], events: readonly SessionEvent[]): void {
  const [first] = group;
  const seen = first === undefined ? [] : [...seenEvents(events, first)];
  if (seen.length === 0) return;
  for (const batch of batchesOf(seen)) {
    const text = JSON.stringify({ ...batch, isCaughtUp: true } satisfies SessionMessage);
    for (const page of group) page.sendText(text);
  }
}

/** Pages of one key see the same of every event. */
function eventsKeyOf({ isPlayer, scope }: PresentPage): string {
  return JSON.stringify([isPlayer, scope]);
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
