import type { SessionEvent, SessionMessage } from "../console-protocol/session-message";
import type { SessionStore } from "../storage/session-store";
import { consoleEventOf, seenEventOf, type EventReader } from "./console-event";

/** A page that missed more starts afresh with the most recent events. */
const CATCH_UP_EVENTS_MAX = 1_500;
/** In UTF-16 units of JSON: a long session with long answers is cut earlier. */
const CATCH_UP_CHARS_MAX = 8 * 1024 * 1024;
/** A page shows what it has after each batch; one event may be longer. */
const BATCH_CHARS_MAX = 256 * 1024;
const READ_AT_ONCE = 250;

type EventsMessage = Extract<SessionMessage, { readonly type: "events" }>;

export interface LastSeen {
  readonly afterSequence: number | null;
  /** The time of that event, where the page says it. */
  readonly afterAtMs?: number | null | undefined;
}

/** Whether what a page has is this session's, and not too far behind. */
export function canResume(store: SessionStore | null, { afterSequence, afterAtMs }: LastSeen) {
  if (afterSequence === null) return false;
  if (store === null) return afterSequence === 0;
  const behind = store.lastSequence() - afterSequence;
  if (behind < 0 || behind > CATCH_UP_EVENTS_MAX) return false;
  if (afterSequence === 0 || typeof afterAtMs !== "number") return true;
  return store.readFacts(afterSequence - 1, 1)[0]?.atMs === afterAtMs;
}

/** All events after a sequence, as pages get them. */
export function* eventsAfter(store: SessionStore, afterSequence: number): Generator<SessionEvent> {
  let after = afterSequence;
  for (;;) {
    const facts = store.readFacts(after, READ_AT_ONCE);
    for (const stored of facts) yield consoleEventOf(store, stored);
    if (facts.length < READ_AT_ONCE) return;
    after += facts.length;
  }
}

/** What a page that has nothing gets: the most recent events, from the beginning of a turn on if there is one. */
export function recentEvents(store: SessionStore, reader: EventReader): readonly SessionEvent[] {
  const last = store.lastSequence();
  const events: SessionEvent[] = [];
  let chars = 0;
  let end = last;
  while (end > 0 && events.length < CATCH_UP_EVENTS_MAX && end > last - CATCH_UP_EVENTS_MAX) {
    const start = Math.max(0, end - READ_AT_ONCE);
    const facts = store.readFacts(start, end - start);
    for (const stored of facts.toReversed()) {
      const event = seenEventOf(consoleEventOf(store, stored), reader);
      if (event === null) continue;
      chars += JSON.stringify(event).length;
      if (chars > CATCH_UP_CHARS_MAX && events.length > 0)
        return fromWholeTurn(events.toReversed());
      events.push(event);
    }
    end = start;
  }
  return end === 0 ? events.toReversed() : fromWholeTurn(events.toReversed());
}

/** Begins with the request of the first turn that is wholly there. */
function fromWholeTurn(events: readonly SessionEvent[]): readonly SessionEvent[] {
  const opened = events.findIndex(({ type }) => type === "turn-opened");
  if (opened < 0) return events;
  const holdId = events[opened]?.["holdId"];
  const arrived = events.findIndex(
    (event) => event.type === "hold-opened" && event["holdId"] === holdId,
  );
  return events.slice(arrived < 0 ? opened : Math.min(arrived, opened));
}

/** The last batch says that it is the last, also where it is the only one and empty. */
export function* batchesOf(events: Iterable<SessionEvent>): Generator<EventsMessage> {
  let batch: SessionEvent[] = [];
  let chars = 0;
  for (const event of events) {
    const eventChars = JSON.stringify(event).length;
    if (batch.length > 0 && chars + eventChars > BATCH_CHARS_MAX) {
      yield { type: "events", events: batch, isCaughtUp: false };
      batch = [];
      chars = 0;
    }
    batch.push(event);
    chars += eventChars;
  }
  yield { type: "events", events: batch, isCaughtUp: true };
}
