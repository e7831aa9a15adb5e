import type { Reply } from "../../core/turn";
import type { Operator } from "../../console-protocol/identity";
import type { LiveTurn, SessionEvent } from "../../console-protocol/session-message";

export type TurnStatus =
  | "waiting"
  | "shown"
  | "answered"
  | "delivered"
  | "expired"
  | "abandoned"
  | "skipped";

/** An error as the transcript has it. */
export interface TurnErrorEntry {
  readonly status: number;
  readonly message: string;
  readonly [field: string]: unknown;
}

export type TurnAnswer =
  | { readonly type: "reply"; readonly reply: Reply; readonly source: AnswerSource }
  | { readonly type: "error"; readonly error: TurnErrorEntry; readonly source: AnswerSource };

/** Who wrote it. A partner is another client; `operatorName` is empty where nobody recorded it. */
export interface AnswerSource {
  readonly kind: "partner" | "operator" | "unknown";
  readonly operatorName: string;
}

/** A turn as a page shows it: what the transcript says of it, and what is true of it at this moment. */
export interface TurnEntry {
  readonly turnId: number;
  readonly status: TurnStatus;
  readonly questionText: string;
  readonly openedAtMs: number;
  readonly shownAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly answer: TurnAnswer | null;
  /** Null where nothing waits any more. */
  readonly deadlineAtMs: number | null;
  /** Whether it is under way, so that the fields below are the server's word. */
  readonly isLive: boolean;
  readonly isCallerAttached: boolean;
  readonly claimedBy: Operator | null;
  readonly draftText: string;
  readonly isStream: boolean;
  readonly canDraft: boolean;
}

/** What the transcript says of a turn. */
export interface TurnRecord {
  readonly questionText: string;
  readonly openedAtMs: number;
  readonly status: TurnStatus;
  readonly deadlineAtMs: number | null;
  readonly shownAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly answer: TurnAnswer | null;
  /** Who had the turn last; empty where nobody had. */
  readonly claimantName: string;
}

/** The records with what these events say of them. */
export function recordEvents(
  records: ReadonlyMap<number, TurnRecord>,
  events: readonly SessionEvent[],
): ReadonlyMap<number, TurnRecord> {
  const next = new Map(records);
  for (const event of events) {
    const turnId = event["turnId"];
    if (typeof turnId !== "number") continue;
    // Of a turn that was opened before the oldest event here, nothing else is known.
    const record = event.type === "turn-opened" ? newRecord(event) : next.get(turnId);
    if (record !== undefined) next.set(turnId, { ...record, ...changesOf(event, record) });
  }
  return next;
}

function newRecord(event: SessionEvent): TurnRecord {
  return {
    questionText: textField(event, "questionText"),
    openedAtMs: event.atMs,
    status: "waiting",
    deadlineAtMs: numberField(event, "deadlineAtMs"),
    shownAtMs: null,
    answeredAtMs: null,
    endedAtMs: null,
    answer: null,
    claimantName: "",
  };
}

function changesOf(event: SessionEvent, { status, claimantName }: TurnRecord): Partial<TurnRecord> {
  const { atMs } = event;
  switch (event.type) {
    case "turn-shown":
      return status === "waiting" ? { status: "shown", shownAtMs: atMs } : {};
    case "turn-claimed":
      return { claimantName: claimantNameOf(event) };
    case "turn-answered":
      return { status: "answered", answeredAtMs: atMs, answer: answerOf(event, claimantName) };
    case "turn-delivered":
      return { status: "delivered", endedAtMs: atMs };
    case "turn-abandoned":
      // An answer that is there already still waits for its caller.
      return status === "answered" ? {} : { status: "abandoned" };
    case "turn-revived":
      return status === "abandoned" ? { status: "waiting" } : {};
    case "turn-expired":
      return { status: "expired", endedAtMs: atMs };
    case "turn-skipped":
      return { status: "skipped", endedAtMs: atMs };
    default:
      return {};
  }
}

function claimantNameOf(event: SessionEvent): string {
  const claimant = event["claimant"];
  const name = isRecord(claimant) ? claimant["name"] : null;
  return typeof name === "string" ? name : "";
}

function answerOf(event: SessionEvent, claimantName: string): TurnAnswer | null {
  const source = sourceOf(event["source"], claimantName);
  const { reply, error } = event;
  if (isReply(reply)) return { type: "reply", reply, source };
  if (isRecord(error)) {
    const { status, message } = error;
    return {
      type: "error",
      error: {
        ...error,
        status: typeof status === "number" ? status : 500,
        message: typeof message === "string" ? message : "",
      },
      source,
    };
  }
  return null;
}

/** Whoever answers as an operator has claimed the turn by it (PAIR-16), but for a program's reply by HTTP to one that nobody had. */
function sourceOf(value: unknown, claimantName: string): AnswerSource {
  const kind = isRecord(value) ? value["kind"] : null;
  return {
    kind: kind === "partner" || kind === "operator" ? kind : "unknown",
    operatorName: kind === "operator" ? claimantName : "",
  };
}

/** The server made it from its own type, so its outline is enough. */
function isReply(value: unknown): value is Reply {
  return isRecord(value) && Array.isArray(value["parts"]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textField(event: SessionEvent, field: string): string {
  const value = event[field];
  return typeof value === "string" ? value : "";
}

function numberField(event: SessionEvent, field: string): number | null {
  const value = event[field];
  return typeof value === "number" ? value : null;
}

/** Both sides together; the entry before where nothing has changed, so that its row is not drawn again. */
export function entryOf(
  turnId: number,
  record: TurnRecord | undefined,
  live: LiveTurn | undefined,
  before: TurnEntry | undefined,
): TurnEntry {
  const status = statusOf(record, live);
  const claimedBy = sameOperator(live?.claimedBy ?? null, before?.claimedBy ?? null);
  const entry = { turnId, status, ...recordedPart(record), ...livePart(live), claimedBy };
  if (live !== undefined) {
    // The transcript's text is longer, as that of the moment is sent again with each change.
    if (entry.questionText === "") entry.questionText = live.questionText;
    entry.openedAtMs = live.openedAtMs;
    entry.deadlineAtMs = live.deadlineAtMs;
  }
  if (isOver(status)) entry.deadlineAtMs = null;
  return before !== undefined && isSame(entry, before) ? before : entry;
}

function recordedPart(record: TurnRecord | undefined) {
  return {
    questionText: record?.questionText ?? "",
    openedAtMs: record?.openedAtMs ?? 0,
    shownAtMs: record?.shownAtMs ?? null,
    answeredAtMs: record?.answeredAtMs ?? null,
    endedAtMs: record?.endedAtMs ?? null,
    answer: record?.answer ?? null,
    deadlineAtMs: record?.deadlineAtMs ?? null,
  };
}

function livePart(live: LiveTurn | undefined) {
  return {
    isLive: live !== undefined,
    isCallerAttached: live?.isCallerAttached ?? false,
    draftText: live?.draftText ?? "",
    isStream: live?.isStream ?? false,
    canDraft: live?.canDraft ?? false,
  };
}

export function isOver(status: TurnStatus): boolean {
  return status === "delivered" || status === "expired" || status === "skipped";
}

/** Either message may come first, so the one that is further on is right. */
function statusOf(record: TurnRecord | undefined, live: LiveTurn | undefined): TurnStatus {
  if (record === undefined) return live?.status ?? "waiting";
  if (live === undefined || isOver(record.status) || record.status === "answered")
    return record.status;
  return live.status;
}

function sameOperator(operator: Operator | null, before: Operator | null): Operator | null {
  const isEqual = operator?.operatorId === before?.operatorId && operator?.name === before?.name;
  return isEqual ? before : operator;
}

function isSame(entry: TurnEntry, before: TurnEntry): boolean {
  return (Object.keys(entry) as (keyof TurnEntry)[]).every((key) => entry[key] === before[key]);
}
