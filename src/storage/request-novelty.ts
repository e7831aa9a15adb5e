import type { RequestDigests } from "../core/digest";
import type { Message } from "../core/message";
import type { Seat } from "../core/turn";
import { evidenceMark, type FindMarks } from "./evidence-mark";

/** What is new in a request, to the transcript and to the responder. It is assessed once, while the digests are at hand. */
export interface RequestNovelty {
  /** Half-open ranges of the indexes of messages that the request was the first to bring. */
  readonly newRanges: readonly IndexRange[];
  /** The index after the last message that the responder knew when the request arrived. */
  readonly unshownFrom: number;
  /** The newest messages from there on, newest first, with their chain links: by these a later showing is noticed. */
  readonly links: readonly ChainLink[];
}

export type IndexRange = readonly [from: number, to: number];
export type ChainLink = readonly [index: number, link: string];

/** A showing is noticed by the newest messages of a request; older ones are shown twice at worst, and never dropped. */
const LINKS_MAX = 16;

/** The end of what is known is nearly always within the first step; each later one is one more query. */
const FIRST_STEP_MESSAGES = 8;
const STEP_MESSAGES = 64;

export interface NoveltyInput {
  readonly messages: readonly Message[];
  readonly digests: RequestDigests;
  /** Whether no request or reply before had the message at an index. */
  readonly isFirstSeen: (index: number) => boolean;
  readonly findMarks: FindMarks;
}

export function assessNovelty(input: NoveltyInput): RequestNovelty {
  const { messages, isFirstSeen } = input;
  const walk = walkFromTail(input);
  const isNew = messages.map((message, index) => {
    if (index === messages.length - 1) return true;
    if (walk.delivered.has(index)) return false;
    // A repeated "continue" is a new message, a repeated system prompt is not.
    return isFirstSeen(index) || (index >= walk.knownUntil && !isInstruction(message));
  });
  return { newRanges: rangesOf(isNew), unshownFrom: walk.unshownFrom, links: walk.links };
}

export function indexesOf(ranges: readonly IndexRange[]): readonly number[] {
  const indexes: number[] = [];
  for (const [from, to] of ranges)
    for (let index = from; index < to; index += 1) indexes.push(index);
  return indexes;
}

/** Where the unshown part begins now, given which of the links have been shown since. */
export function unshownIndex(
  novelty: Pick<RequestNovelty, "unshownFrom" | "links">,
  messageCount: number,
  isShown: (link: string) => boolean,
): number {
  const shown = novelty.links.find(([index, link]) => index < messageCount - 1 && isShown(link));
  return shown === undefined ? novelty.unshownFrom : shown[0] + 1;
}

interface Walk {
  readonly unshownFrom: number;
  /** The index after the last message that an earlier request or reply had at this place. */
  readonly knownUntil: number;
  /** Assistant messages that this session delivered itself. */
  readonly delivered: ReadonlySet<number>;
  readonly links: readonly ChainLink[];
}

interface Step {
  readonly index: number;
  readonly link: string | null;
  /** The marks that show an assistant message to be a delivery of this session. */
  readonly deliveryMarks: readonly string[];
}

/** What is known of a message at its place. */
interface Verdict {
  readonly isDelivered: boolean;
  readonly isKnown: boolean;
  /** Nothing before it can be unshown. */
  readonly endsUnshown: boolean;
}

function walkFromTail(input: NoveltyInput): Walk {
  const delivered = new Set<number>();
  const steps = stepsFromTail(input.messages, input.digests);
  let unshownFrom: number | null = null;
  let knownUntil: number | null = null;
  let batchStart = 0;
  let batchEnd = FIRST_STEP_MESSAGES;
  while (unshownFrom === null && batchStart < steps.length) {
    const batch = steps.slice(batchStart, batchEnd);
    const marks = input.findMarks(batch.flatMap(marksOfStep));
    for (const step of batch) {
      if (step.index === input.messages.length - 1) continue;
      const verdict = judgeStep(step, marks, input);
      if (verdict.isDelivered) delivered.add(step.index);
      if (verdict.isKnown) knownUntil ??= step.index + 1;
      if (!verdict.endsUnshown) continue;
      unshownFrom = step.index + 1;
      break;
    }
    batchStart = batchEnd;
    batchEnd += STEP_MESSAGES;
  }
  const from = unshownFrom ?? 0;
  return {
    unshownFrom: from,
    knownUntil: knownUntil ?? 0,
    delivered,
    links: linksFrom(steps, from),
  };
}

function judgeStep(
  { index, link, deliveryMarks }: Step,
  marks: ReadonlyMap<string, ReadonlySet<Seat>>,
  { messages, digests, isFirstSeen }: NoveltyInput,
): Verdict {
  const seats = deliveryMarks.flatMap((mark): Seat[] => [...(marks.get(mark) ?? [])]);
  const isShown = link !== null && marks.has(evidenceMark("shown", link));
  const isDelivered = seats.length > 0;
  // A long text that only the responder got proves a responder's history, which is never shown: no need to go on.
  const isResponders = isDelivered && digests.messages[index]?.isShortText === false;
  return {
    isDelivered,
    isKnown: isShown || isDelivered || (isAssistant(messages[index]) && !isFirstSeen(index)),
    endsUnshown: isShown || isResponders || seats.includes("caller"),
  };
}

/** Newest first. */
function stepsFromTail(messages: readonly Message[], digests: RequestDigests): readonly Step[] {
  const steps: Step[] = [];
  let linkIndex = digests.chain.length - 1;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || isInstruction(message)) continue;
    steps.push({
      index,
      link: digests.chain[linkIndex] ?? null,
      deliveryMarks: isAssistant(message) ? deliveryMarksOf(digests.messages[index]) : [],
    });
    linkIndex -= 1;
  }
  return steps;
}

function deliveryMarksOf(
  digest: RequestDigests["messages"][number] | undefined,
): readonly string[] {
  if (digest === undefined) return [];
  const marks = digest.toolCallIds.map((id) => evidenceMark("minted", id));
  if (digest.text !== null) marks.push(evidenceMark("delivered", digest.text));
  return marks;
}

function marksOfStep(step: Step): readonly string[] {
  return step.link === null
    ? step.deliveryMarks
    : [...step.deliveryMarks, evidenceMark("shown", step.link)];
}

function linksFrom(steps: readonly Step[], from: number): readonly ChainLink[] {
  const links: ChainLink[] = [];
  for (const { index, link } of steps) {
    if (index < from || links.length === LINKS_MAX) break;
    if (link !== null) links.push([index, link]);
  }
  return links;
}

function rangesOf(isNew: readonly boolean[]): readonly IndexRange[] {
  const ranges: IndexRange[] = [];
  let from: number | null = null;
  for (let index = 0; index <= isNew.length; index += 1) {
    if (isNew[index] === true) from ??= index;
    else if (from !== null) {
      ranges.push([from, index]);
      from = null;
    }
  }
  return ranges;
}

function isAssistant(message: Message | undefined): boolean {
  return message?.role === "assistant";
}

function isInstruction(message: Message): boolean {
  return message.role === "system" || message.role === "developer";
}
