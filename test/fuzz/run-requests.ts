import type { FuzzRequest } from "./any-request.ts";
import { findFaults, type FuzzAnswer } from "./check-answer.ts";

/** Sends one request, and gives it up after a moment. Null if nothing came by then: it is held. */
export type SendFuzz = (request: FuzzRequest) => Promise<FuzzAnswer | null>;

export interface FuzzResult {
  /** How often each status came; 0 stands for a request that was held. */
  readonly counts: Readonly<Record<number, number>>;
  readonly faults: readonly {
    readonly index: number;
    readonly request: FuzzRequest;
    readonly what: string;
  }[];
}

export async function runRequests(
  requests: readonly FuzzRequest[],
  send: SendFuzz,
  concurrency: number,
): Promise<FuzzResult> {
  const counts: Record<number, number> = {};
  const faults: { index: number; request: FuzzRequest; what: string }[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next; index < requests.length; index = next) {
      next += 1;
      const request = requests[index];
      if (request === undefined) return;
      try {
        const answer = await send(request);
        const status = answer?.status ?? 0;
        counts[status] = (counts[status] ?? 0) + 1;
        const found = answer === null ? [] : findFaults(request, answer);
        for (const what of found) faults.push({ index, request, what });
      } catch (error) {
        faults.push({ index, request, what: `No answer: ${String(error)}` });
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { counts, faults };
}

/** With what is needed to send it again. */
export function describeFaults({ faults }: FuzzResult): readonly string[] {
  return faults.map(({ index, request, what }) => {
    const body = typeof request.body === "string" ? request.body.slice(0, 500) : request.body;
    return `${index}: ${what} ${JSON.stringify({ ...request, body })}`;
  });
}
