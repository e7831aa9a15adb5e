import type { RefusalReason } from "../../../console-protocol/session-message";

/** Why the server did not do what it was asked. */
export interface FaultsMessages {
  readonly refused: Readonly<Record<RefusalReason, string>>;
  /** Before a detail that the server gives in English. */
  readonly detail: string;
  readonly network: string;
  readonly unknown: (status: number) => string;
}

export const enFaults: FaultsMessages = {
  refused: {
    claimed: "Someone else has this turn. What you wrote is still here.",
    "already-answered": "This turn has an answer already. What you wrote is still here.",
    "no-such-turn": "This turn is over. What you wrote is still here.",
    "reply-rejected": "This does not fit what the caller demands.",
    "differs-from-draft": "The answer must begin with what the caller has already got.",
    "no-draft": "The caller takes this answer only as a whole.",
    gap: "A piece before this one is missing.",
    "no-such-operator": "That operator is not here any more.",
    "not-allowed": "You may only watch here.",
  },
  detail: "The server says:",
  network: "The server cannot be reached. Try again when you are online.",
  unknown: (status) => `The server refused this (status ${status}).`,
};
