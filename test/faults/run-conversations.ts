import { playConversation, type ConversationResult } from "./conversation.ts";
import type { FaultKind } from "./fault.ts";
import { KilledServer } from "./faulty-server.ts";
import { planConversation, type ScheduleOptions } from "./schedule.ts";

export interface RunOptions extends ScheduleOptions {
  /** Of the first conversation; each further one has the next. */
  readonly seed: number;
  readonly conversationCount: number;
  /** How many are under way at once, on one server. */
  readonly concurrency: number;
  readonly onResult?: (result: ConversationResult) => void;
}

/** Headers go out before some replies and with others; a client's departure shows at a heartbeat, and those are rare. */
const SETTINGS = { MOTIVE_PROXY_COMMIT_DELAY: "0.4", MOTIVE_PROXY_LOG_LEVEL: "error" };

export async function runConversations(
  options: RunOptions,
): Promise<readonly ConversationResult[]> {
  const underWay = new Map<number, (kind: FaultKind) => void>();
  const server = await KilledServer.start(SETTINGS, (kind) => {
    for (const strike of underWay.values()) strike(kind);
  });
  const results: ConversationResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < options.conversationCount) {
      const seed = options.seed + next;
      next += 1;
      const plan = planConversation(seed, options);
      const result = await playConversation(plan, server, `faults-${seed}`, (strike) =>
        underWay.set(seed, strike),
      );
      underWay.delete(seed);
      results.push(result);
      options.onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, () => work()));
  await server.dispose();
  return results;
}
