import { describe, expect, it } from "vitest";
import { renderProblems } from "../faults/report.ts";
import { runConversations } from "../faults/run-conversations.ts";

/** A few of what `npm run test:faults` plays; the seeds are such that the server is killed once, and wrangler's runtime once. */
describe("conversations through random faults", () => {
  it("[PAIR-14] [PAIR-18] lose, duplicate and misdeliver nothing", async () => {
    const results = await runConversations({
      seed: 1,
      conversationCount: 8,
      concurrency: 8,
      turnCount: 5,
      without: ["session hibernated"],
    });
    expect(results).toHaveLength(8);
    expect(results.flatMap(({ struck }) => struck).length).toBeGreaterThan(10);
    expect(renderProblems(results)).toBe("");
  });
});
