/**
 * Legacy function calls have no ids, and the neutral conversation needs them. The n-th call of a name gets the same id each time
 * that the history is sent, so that stored messages stay equal. The prefix keeps these ids apart from every minted one: they prove
 * nothing about who a client is.
 */
export interface LegacyCallIds {
  ofCall(functionName: string): string;
  ofResult(functionName: string): string;
}

export function createLegacyCallIds(): LegacyCallIds {
  const callCounts = new Map<string, number>();
  return {
    ofCall(functionName) {
      const count = (callCounts.get(functionName) ?? 0) + 1;
      callCounts.set(functionName, count);
      return legacyCallId(functionName, count);
    },
    // A window over a longer history may begin with a result whose call was cut off.
    ofResult: (functionName) => legacyCallId(functionName, callCounts.get(functionName) ?? 0),
  };
}

function legacyCallId(functionName: string, count: number): string {
  return `legacy_${functionName}_${count}`;
}
