/**
 * Google's ids of function calls are optional: a history may come back without them, and then a result belongs to a call by name
 * and order. The neutral conversation needs ids, so each call without one gets the same each time that the history is sent. The
 * prefix keeps these ids apart from every minted one: they prove nothing about who a client is.
 */
export interface CallIds {
  /** Calls of one reply follow each other; a reply after results begins a new round. */
  startRound(): void;
  ofCall(functionName: string, id: string | undefined): string;
  ofResult(functionName: string, id: string | undefined): string;
}

interface Call {
  readonly name: string;
  readonly id: string;
  readonly round: number;
  isAnswered: boolean;
}

export function createCallIds(): CallIds {
  const calls: Call[] = [];
  const counts = new Map<string, number>();
  let round = 0;
  return {
    startRound() {
      round += 1;
    },
    ofCall(name, id) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const call = { name, id: id ?? inferredId(name, count), round, isAnswered: false };
      calls.push(call);
      return call.id;
    },
    ofResult(name, id) {
      const call =
        id === undefined
          ? findUnanswered(calls, name)
          : calls.findLast((candidate) => candidate.id === id);
      if (call !== undefined) call.isAnswered = true;
      // A window over a longer history may begin with a result whose call was cut off.
      return id ?? call?.id ?? inferredId(name, 0);
    },
  };
}

/** The first call of the latest round that has any of this name without a result: earlier ones were given up. */
function findUnanswered(calls: readonly Call[], name: string): Call | undefined {
  const isOpen = (call: Call): boolean => call.name === name && !call.isAnswered;
  const last = calls.findLast(isOpen);
  return calls.find((call) => isOpen(call) && call.round === last?.round);
}

function inferredId(functionName: string, count: number): string {
  return `unnamed_${functionName}_${count}`;
}
