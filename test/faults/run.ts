// `npm run test:faults`: real clients and a real server through random faults, with a table of what went wrong.
import { parseArgs } from "node:util";
import { renderProblems, renderTable } from "./report.ts";
import { runConversations } from "./run-conversations.ts";

const HELP = `Usage: npm run test:faults -- [options]

  --conversations N   how many (default 300)
  --seed S            of the first; each further one has the next number (default 1)
  --concurrency N     how many at once (default 12)
  --trace             prints all that happened in a conversation that failed
  --help              this text

The exit code is 1 if anything was lost, duplicated, misdelivered or hung.`;

const { values } = parseArgs({
  options: {
    conversations: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    concurrency: { type: "string", default: "12" },
    trace: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) print(HELP);
else await main();

async function main(): Promise<void> {
  const conversationCount = Number(values.conversations);
  const seed = Number(values.seed);
  const startedAtMs = Date.now();
  let doneCount = 0;
  const results = await runConversations({
    seed,
    conversationCount,
    concurrency: Math.min(Number(values.concurrency), conversationCount),
    turnCount: 10,
    onResult(result) {
      doneCount += 1;
      if (result.problems.length > 0) {
        print(`\n${renderProblems([result])}`);
        if (values.trace) print(result.timeline);
      } else if (doneCount % 10 === 0)
        process.stderr.write(`${doneCount} of ${conversationCount}\n`);
    },
  });
  const seconds = Math.round((Date.now() - startedAtMs) / 1_000);
  print(`\n${renderTable(results)}\n`);
  print(
    `${conversationCount} conversations of 10 turns, seeds ${seed} to ${seed + conversationCount - 1}, ${seconds} s`,
  );
  const unconfirmed = results.reduce((sum, result) => sum + result.unconfirmed, 0);
  print(`${unconfirmed} replies arrived, but the server was killed before it could confirm them`);
  const untold = results.reduce((sum, result) => sum + result.untold, 0);
  print(`${untold} questions came again as news, since their clients' departure showed too late`);
  if (results.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
