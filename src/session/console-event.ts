import type { SessionEvent } from "../console-protocol/session-message";
import type { ReplyContent, SessionStore, StoredFact } from "../storage/session-store";
import { entryOf } from "../storage/read-transcript";
import { isTurnInScope, type HistoryScope } from "./history-scope";
import { renderQuestion } from "./render-question";

/** As much as anybody reads in a conversation; the whole is in the turn's view. */
const QUESTION_CHARS_MAX = 100_000;

/**
 * An event as pages get it. Requests and prompts are not in it: a page shows questions, and fetches the request of the turn that it
 * looks at.
 */
export function consoleEventOf(store: SessionStore, stored: StoredFact): SessionEvent {
  const { sequence, atMs, fact } = stored;
  switch (fact.type) {
    case "hold-opened": {
      const { holdId, explicitSeat } = fact.arrival;
      return { sequence, atMs, type: fact.type, holdId, seat: explicitSeat };
    }
    case "turn-shown":
      return { sequence, atMs, ...fact };
    case "turn-opened": {
      const text = store.readPrompt(fact.turnId)?.text ?? renderQuestion(store, fact.holdId);
      return { sequence, atMs, ...fact, questionText: text.slice(0, QUESTION_CHARS_MAX) };
    }
    default:
      return entryOf(store, stored);
  }
}

export interface EventReader {
  /** A player gets the turns' events alone. */
  readonly isPlayer: boolean;
  readonly scope: HistoryScope;
}

/** The event as far as this reader may see it; null where they may not at all. */
export function seenEventOf(event: SessionEvent, reader: EventReader): SessionEvent | null {
  if (!isInScope(event, reader.scope)) return null;
  return reader.isPlayer ? playersEventOf(event) : event;
}

export function isInScope(event: Record<string, unknown>, scope: HistoryScope): boolean {
  const turnId = turnIdOf(event) ?? turnIdOf(event["outcome"]);
  if (turnId !== null) return isTurnInScope(scope, turnId);
  return Number(event["sequence"]) >= scope.firstSequence;
}

function turnIdOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null) return null;
  if ("turnId" in value && typeof value.turnId === "number") return value.turnId;
  return "notice" in value ? turnIdOf(value.notice) : null;
}

/** What a participant sees: questions, answers and what became of them. Nothing of who else is there, or of tools. */
const PLAYERS_EVENTS: ReadonlySet<string> = new Set([
  "session-started",
  "session-expired",
  "turn-abandoned",
  "turn-revived",
  "turn-expired",
  "turn-delivered",
]);

function playersEventOf(event: SessionEvent): SessionEvent | null {
  const { sequence, atMs, type } = event;
  const turnId = turnIdOf(event);
  if (type === "turn-opened") {
    const { questionText, deadlineAtMs } = event;
    return { sequence, atMs, type, turnId, questionText, deadlineAtMs };
  }
  if (type === "turn-answered") {
    const { form } = event;
    return { sequence, atMs, type, turnId, form, ...playersAnswerOf(event) };
  }
  if (!PLAYERS_EVENTS.has(type)) return null;
  return { sequence, atMs, type, ...(turnId === null ? {} : { turnId }) };
}

function playersAnswerOf(event: SessionEvent): object {
  const content = event as unknown as Partial<ReplyContent>;
  if (!("reply" in content) || content.reply === undefined) return {};
  const parts = content.reply.parts.filter(({ type }) => type !== "tool-call");
  return { reply: { parts, finishReason: content.reply.finishReason } };
}
