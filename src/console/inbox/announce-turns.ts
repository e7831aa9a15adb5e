import type { InboxEntry, WaitingTurn } from "./inbox-entry";

/** The turns that were announced, by a key of each. Null before the first snapshot. */
export type Announced = ReadonlySet<string> | null;

export interface TurnNews extends WaitingTurn {
  readonly sessionName: string;
  readonly label: string;
}

/** More turns than end while a console is out of reach; the keys are short. */
const GONE_MAX = 5_000;

/**
 * Which turns have begun to wait since the last snapshot, for the notification and the sound. A turn is announced once, also if a
 * snapshot in between lacks it, as after a reconnect; and what already waits when the console opens is in plain sight.
 */
export function announceTurns(
  announced: Announced,
  entries: readonly InboxEntry[],
): { readonly news: readonly TurnNews[]; readonly announced: ReadonlySet<string> } {
  const waiting = entries.flatMap(({ sessionName, label, waitingTurns }) =>
    waitingTurns.map((turn) => ({ ...turn, sessionName, label })),
  );
  const news = waiting.filter((turn) => announced !== null && !announced.has(keyOf(turn)));
  // What still waits is never forgotten, however long ago it was announced.
  const keys = new Set(waiting.map(keyOf));
  const gone = [...(announced ?? [])].filter((key) => !keys.has(key)).slice(-GONE_MAX);
  return {
    news: news.toSorted((a, b) => a.sinceMs - b.sinceMs),
    announced: new Set([...gone, ...keys]),
  };
}

/** A name may contain anything but control characters. A session that was deleted counts its turns anew, at another time. */
function keyOf({ sessionName, turnId, sinceMs }: TurnNews): string {
  return `${sessionName}\n${turnId}\n${sinceMs}`;
}
