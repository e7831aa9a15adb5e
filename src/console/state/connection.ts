import { CONSOLE_CLOSE, CONSOLE_PROTOCOL_VERSION } from "../../console-protocol/constants";

/** Before the first greeting, with the server, without it but trying, or for good. */
export type Connection = "connecting" | "online" | "offline" | "ended";

/** Why a page does not connect again by itself. */
export type EndReason =
  | "access-ended"
  | "session-deleted"
  | "outdated"
  | "bad-message"
  | "superseded";

const REASONS: ReadonlyMap<number, EndReason> = new Map([
  [CONSOLE_CLOSE.accessEnded, "access-ended"],
  [CONSOLE_CLOSE.sessionDeleted, "session-deleted"],
  [CONSOLE_CLOSE.outdated, "outdated"],
  [CONSOLE_CLOSE.badMessage, "bad-message"],
  [CONSOLE_CLOSE.superseded, "superseded"],
]);

export const END_CODES: readonly number[] = [...REASONS.keys()];

/** Without a code the server did not let the page in any more. */
export function endReasonOf(code: number | null): EndReason {
  return (code === null ? undefined : REASONS.get(code)) ?? "access-ended";
}

/** Whether the server speaks another version than this page, which then has to be loaded again. */
export function isOutdated(message: {
  readonly type: string;
  readonly protocolVersion?: number;
}): boolean {
  return message.type === "welcome" && message.protocolVersion !== CONSOLE_PROTOCOL_VERSION;
}
