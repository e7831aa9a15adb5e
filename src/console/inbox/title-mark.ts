import type { InboxEntry } from "./inbox-entry";

/** A tab has room for two digits. */
const COUNT_MAX = 99;

/** How many turns wait, in all sessions. */
export function waitingCount(entries: readonly InboxEntry[]): number {
  return entries.reduce((sum, { waitingTurns }) => sum + waitingTurns.length, 0);
}

/** The count as the icon shows it; empty where nothing waits. */
export function countMark(count: number): string {
  if (count <= 0) return "";
  return count > COUNT_MAX ? `${COUNT_MAX}+` : String(count);
}

/** The page's title with the count before it, where a narrow tab still shows it. */
export function markTitle(title: string, count: number): string {
  const mark = countMark(count);
  return mark === "" ? title : `(${mark}) ${title}`;
}
