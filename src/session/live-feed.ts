import type { Operator } from "../console-protocol/identity";
import type { LiveSession, SessionMessage } from "../console-protocol/session-message";
import type { HistoryScope } from "./history-scope";
import { liveChangeOf, withGrownDraft, type DraftGrowth } from "./live-change";
import { seenLiveSession } from "./live-session";

/** A page, as far as it matters here. */
export interface LivePage {
  readonly operator: Operator;
  readonly isPlayer: boolean;
  readonly scope: HistoryScope;
  sendText(text: string): void;
}

/** A live state as pages were told it. Pages that see the same share one. */
interface ToldLive {
  readonly revision: number;
  session: LiveSession;
}

/**
 * Tells pages what has changed of the live state, so that a change costs what it changes, and not what is open. What each page has is
 * remembered in memory alone: after hibernation it gets the whole state once.
 */
export class LiveFeed {
  readonly #told = new WeakMap<LivePage, ToldLive>();
  #revision = 0;

  tell(pages: readonly LivePage[], session: LiveSession): void {
    for (const group of Map.groupBy(pages, viewKeyOf).values()) this.#tellGroup(group, session);
  }

  /** A page that has nothing gets the whole, and from then on the same as the others. One that hibernated is not told for its sake. */
  welcome(page: LivePage, present: readonly LivePage[], session: LiveSession): void {
    this.#told.delete(page);
    this.tell(
      present.filter((other) => other === page || this.#told.has(other)),
      session,
    );
  }

  /** The page was told of a draft by another message, or wrote it. */
  growDraft(pages: readonly LivePage[], growth: DraftGrowth): void {
    const states = new Set(pages.map((page) => this.#told.get(page)));
    for (const told of states) {
      if (told !== undefined) told.session = withGrownDraft(told.session, growth);
    }
  }

  /** All of them see the same, so that it is written once for those who had the same before. */
  #tellGroup(group: readonly LivePage[], session: LiveSession): void {
    const [first] = group;
    if (first === undefined) return;
    const seen = seenLiveSession(session, { scope: first.scope, playerId: playerIdOf(first) });
    const byTold = [...Map.groupBy(group, (page) => this.#told.get(page))].map(
      ([before, pages]) => ({ before, pages, news: newsAfter(before, seen) }),
    );
    const told = byTold.find(({ news }) => news === null)?.before ?? this.#nextRevision(seen);
    for (const { pages, news } of byTold) {
      if (news === null) continue;
      const message: SessionMessage = { ...news, revision: told.revision };
      const text = JSON.stringify(message);
      for (const page of pages) {
        this.#told.set(page, told);
        page.sendText(text);
      }
    }
  }

  #nextRevision(session: LiveSession): ToldLive {
    this.#revision += 1;
    return { revision: this.#revision, session };
  }
}

/** Null where there is nothing to tell; the whole where it is not known what they have. */
function newsAfter(before: ToldLive | undefined, seen: LiveSession) {
  if (before === undefined) return { type: "live", session: seen } as const;
  const change = liveChangeOf(before.session, seen);
  if (change === null) return null;
  return { type: "live-changed", afterRevision: before.revision, ...change } as const;
}

/** Pages of one key see the same of every live state. */
function viewKeyOf(page: LivePage): string {
  return JSON.stringify([playerIdOf(page), page.scope]);
}

function playerIdOf({ isPlayer, operator }: LivePage): string | null {
  return isPlayer ? operator.operatorId : null;
}
