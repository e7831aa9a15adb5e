import type { TurnEntry } from "../state/turn-entry";

/** A turn as its reader understands it: a wait whose caller has left is a state of its own, since it may come back. */
export type TurnState =
  | "waiting"
  | "caller-gone"
  | "shown"
  | "answered"
  | "delivered"
  | "expired"
  | "abandoned"
  | "skipped";

export type StateTone = "waiting" | "good" | "bad" | "plain";

export function turnState({ status, isLive, isCallerAttached }: TurnEntry): TurnState {
  const isPending = status === "waiting" || status === "shown";
  return isPending && isLive && !isCallerAttached ? "caller-gone" : status;
}

export function toneOf(state: TurnState): StateTone {
  switch (state) {
    case "waiting":
    case "shown":
      return "waiting";
    case "delivered":
    case "answered":
      return "good";
    case "expired":
    case "caller-gone":
      return "bad";
    case "abandoned":
    case "skipped":
      return "plain";
  }
}

/** Whether somebody still hopes for an answer. */
export function isWaiting({ status }: Pick<TurnEntry, "status">): boolean {
  return status === "waiting" || status === "shown";
}

/**
 * Whether an answer is still to come. To an abandoned turn it may be given, and its caller's retry gets it (PAIR-13). A turn that was just
 * opened waits for a moment before the server says more about it.
 */
export function isOpen({ isLive, status }: TurnEntry): boolean {
  return isLive ? status !== "answered" : status === "waiting" || status === "shown";
}
