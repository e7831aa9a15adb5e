import type { TurnRequest } from "../core/turn";

/** What a request demands of its reply. */
export type ReplyDemands = Pick<
  TurnRequest,
  "tools" | "toolChoice" | "allowsParallelToolCalls" | "responseFormat"
>;

/** Why a reply is not what its caller demands. */
export interface ReplyFault {
  readonly place: ReplyPlace;
  readonly text: string;
  /** What somebody in a chat UI sends instead. */
  readonly remedy?: string;
}

export type ReplyPlace =
  | { readonly kind: "text" }
  | { readonly kind: "tool-calls" }
  | { readonly kind: "tool-call"; readonly index: number; readonly part: "name" | "input" };

/** Enough to mend a reply by; the rest shows when it is sent again. */
const FAULTS_TOLD_MAX = 5;

/** The faults in words; in a chat UI, each with its remedy (PAIR-10). */
export function describeReplyFaults(
  faults: readonly ReplyFault[],
  { callCount, isForChat }: { readonly callCount: number; readonly isForChat: boolean },
): string {
  const told = faults.slice(0, FAULTS_TOLD_MAX).map(({ place, text, remedy }) => {
    const isOneOfSeveral = place.kind === "tool-call" && callCount > 1;
    const which = isOneOfSeveral ? `Call ${place.index + 1} of ${callCount}: ` : "";
    return `${which}${text}${isForChat && remedy !== undefined ? `\n${remedy}` : ""}`;
  });
  const leftCount = faults.length - told.length;
  return [...told, ...(leftCount === 0 ? [] : [`And ${leftCount} more.`])].join("\n\n");
}
