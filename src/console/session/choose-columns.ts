import type { Question } from "./question";

export interface ColumnChoice {
  readonly questions: readonly Question[];
  /** What was shown before, from left to right. */
  readonly shownKeys: readonly string[];
  readonly selectedKey: string | null;
  /** Questions with a text of this operator's, which must not vanish from under their hands. */
  readonly busyKeys: ReadonlySet<string>;
  /** How many fit side by side, at least one. */
  readonly capacity: number;
}

/**
 * Which questions are shown side by side. A column that is there keeps its place, as nothing is worse than an editor that moves away
 * while one types; free room goes to the longest waits.
 */
export function chooseColumns(choice: ColumnChoice): readonly string[] {
  const { questions, shownKeys, selectedKey, busyKeys, capacity } = choice;
  const known = new Map(questions.map((question) => [question.key, question]));
  const selected = selectedKey !== null && known.has(selectedKey) ? selectedKey : null;
  if (capacity <= 1 || selected === null) return selected === null ? [] : [selected];
  const stays = (key: string): boolean =>
    key === selected || busyKeys.has(key) || known.get(key)?.isWaiting === true;
  const kept = shownKeys.filter((key) => known.has(key) && stays(key));
  const waiting = questions.filter((question) => question.isWaiting).map(({ key }) => key);
  const wanted = [...new Set([...kept, selected, ...waiting])];
  if (wanted.length <= capacity) return wanted;
  // Too many: the selected one stays, and of the others the busy ones before those that only wait.
  const ranked = wanted
    .filter((key) => key !== selected)
    .toSorted((a, b) => Number(busyKeys.has(b)) - Number(busyKeys.has(a)));
  const chosen = new Set([selected, ...ranked.slice(0, capacity - 1)]);
  return wanted.filter((key) => chosen.has(key));
}

/** What is looked at when nobody has chosen: the longest wait, or else the newest turn, which the list has first. */
export function defaultKey(questions: readonly Question[]): string | null {
  return questions[0]?.key ?? null;
}

/** The waiting question after or before one, in the order of the list and round its end; null where none waits besides it. */
export function neighbourKey(
  questions: readonly Question[],
  key: string | null,
  step: 1 | -1,
): string | null {
  const waiting = questions.filter((question) => question.isWaiting);
  const index = waiting.findIndex((question) => question.key === key);
  if (index === -1) return waiting.at(step === 1 ? 0 : -1)?.key ?? null;
  const next = waiting.at((index + step) % waiting.length);
  return next === undefined || next.key === key ? null : next.key;
}
