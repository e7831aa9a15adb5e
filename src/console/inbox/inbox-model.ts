import { computed, effect, signal, untracked } from "@preact/signals";
import type { SessionEntry } from "../../console-protocol/inbox-message";
import { createClock } from "../shell/clock";
import { notifyNews } from "../shell/notify";
import { isPageInFront } from "../shell/page-in-front";
import { route } from "../shell/route";
import type { InboxOperator } from "../state/inbox-state";
import type { InboxStore } from "../state/inbox-store";
import { seenSessions, setSeen } from "../state/seen-sessions";
import { announceTurns, type Announced } from "./announce-turns";
import { filterInbox, SHOW_ALL } from "./filter-inbox";
import { waitingSinceMs, type InboxEntry } from "./inbox-entry";
import { sessionToEntry } from "./session-to-entry";
import { sortInbox } from "./sort-inbox";
import { waitingCount } from "./title-mark";

export type InboxModel = ReturnType<typeof createInboxModel>;

/** What the inbox shows of its store, as signals. */
export function createInboxModel(store: InboxStore) {
  const filter = signal(SHOW_ALL);
  const toEntry = createEntryCache();
  const entries = computed(() => {
    const marks = seenSessions.value;
    return sortInbox(
      [...store.sessions.value.values()].map((session) => toEntry(session, marks[session.name])),
    );
  });
  const shown = computed(() => filterInbox(entries.value, filter.value));
  const sinces = computed(() => entries.value.flatMap((entry) => waitingSinceMs(entry) ?? []));
  const clock = createClock(() => store.nowMs(), sinces);
  const presence = computed(() => presenceOf(store.operators.value, store.operatorId.value));
  const stops = [clock.stop, watchArrivals(store, () => entries.value), watchSeen(store)];
  return {
    store,
    filter,
    entries,
    shown,
    now: clock.now,
    presence,
    waitingCount: computed(() => waitingCount(entries.value)),
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}

/** An entry is made again only where its session or its mark has changed, so that other rows are not drawn again. */
function createEntryCache(): typeof sessionToEntry {
  const cache = new WeakMap<SessionEntry, InboxEntry>();
  return (session, seen) => {
    const known = cache.get(session);
    const entry = sessionToEntry(session, seen);
    if (known !== undefined && known.isUnread === entry.isUnread) return known;
    cache.set(session, entry);
    return entry;
  };
}

/** The operators at each session, without this page's own. */
function presenceOf(
  operators: readonly InboxOperator[],
  ownId: string,
): ReadonlyMap<string, readonly InboxOperator[]> {
  const bySession = new Map<string, InboxOperator[]>();
  for (const operator of operators) {
    if (operator.sessionName === null || operator.operatorId === ownId) continue;
    const others = bySession.get(operator.sessionName);
    if (others === undefined) bySession.set(operator.sessionName, [operator]);
    else others.push(operator);
  }
  return bySession;
}

function watchArrivals(store: InboxStore, readEntries: () => readonly InboxEntry[]): () => void {
  let announced: Announced = null;
  return effect(() => {
    const entries = readEntries();
    if (!store.isLoaded.value) return;
    const next = announceTurns(announced, entries);
    announced = next.announced;
    untracked(() => notifyNews(next.news));
  });
}

/** What is open in front of somebody is read. */
function watchSeen(store: InboxStore): () => void {
  return effect(() => {
    const sessions = store.sessions.value;
    if (route.value.page !== "session" || !isPageInFront.value || !store.isLoaded.value) return;
    const session = sessions.get(route.value.sessionName);
    if (session !== undefined) untracked(() => setSeen(session, (name) => sessions.has(name)));
  });
}
