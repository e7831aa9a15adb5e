// `npm run test:fuzz`: generated requests to every public route of a real server, and many session names.
import { pause } from "../e2e/support/wait-for.ts";
import { parseArgs } from "node:util";
import { sampleRequests, type FuzzRequest } from "./any-request.ts";
import { FuzzServer } from "./fuzz-server.ts";
import { memoryOfGroup } from "./group-memory.ts";
import { describeFaults, runRequests, type FuzzResult } from "./run-requests.ts";

const HELP = `Usage: npm run test:fuzz -- [options]

  --seed S      of the requests (default: another one at each run)
  --cases N     how many requests (default 5000)
  --names N     how many session names are then used (default 10000; 0: none)
  --help        this text

The exit code is 1 if an answer has a status that is not stated, tells of the server's inside, or
leaves a fault in the server's log.`;

const CONCURRENCY = 32;
/**
 * The runtime keeps an object for 10 s after its last request, so a quick machine has thousands of them in memory at once, of some
 * 0.3 MiB each, and gives little of it back. But names that come later find the room that the first have left: the second half may
 * add this much, and would add far more if sessions stayed in memory.
 */
const GROWTH_MIB_MAX = 500;
const UNLOADED_AFTER_MS = 15_000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    cases: { type: "string", default: "5000" },
    names: { type: "string", default: "10000" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) print(HELP);
else await main();

async function main(): Promise<void> {
  const seed = Number(values.seed);
  print(`seed ${seed}, ${values.cases} requests, ${values.names} session names`);
  const server = await FuzzServer.start();
  try {
    const requests = sampleRequests(seed, Number(values.cases)).filter(isPassedOnByWrangler);
    const result = await runRequests(requests, (request) => server.send(request), CONCURRENCY);
    report("requests", result);
    const names = manyNames(Number(values.names));
    const half = Math.ceil(names.length / 2);
    const firstMiB = await memoryAfter(server, names.slice(0, half));
    const grownMiB = (await memoryAfter(server, names.slice(half))) - firstMiB;
    print(`memory: ${firstMiB} MiB after half of the names, and ${grownMiB} MiB more after all`);
    if (grownMiB > GROWTH_MIB_MAX) fail(`The server grew by ${grownMiB} MiB.`);
    const health = await fetch(`${server.url}/health`);
    if (health.status !== 200) fail(`/health answers ${health.status}.`);
    for (const line of server.faultLines()) fail(`The log has: ${line}`);
  } finally {
    await server.dispose();
  }
}

/** In MiB, once the sessions of these requests can have been unloaded. */
async function memoryAfter(server: FuzzServer, requests: readonly FuzzRequest[]): Promise<number> {
  if (requests.length > 0) {
    report("names", await runRequests(requests, (request) => server.send(request), CONCURRENCY));
    await pause(UNLOADED_AFTER_MS);
  }
  return memoryOfGroup(server.groupId);
}

function report(what: string, result: FuzzResult): void {
  const counts = Object.entries(result.counts).map(([status, count]) =>
    status === "0" ? `${count} held` : `${count} with ${status}`,
  );
  print(`${what}: ${counts.join(", ")}`);
  for (const fault of describeFaults(result)) fail(fault);
}

/** Each makes a session by setting it up, which leaves nothing open. */
function manyNames(count: number): FuzzRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    route: "responder" as const,
    method: "PUT",
    path: `/sessions/name-${index}/responder`,
    headers: {},
    body: '{"kind":"operator"}',
  }));
}

/**
 * `wrangler dev` stands before the Worker, and what it does not pass on says nothing of the Worker: it answers a request to
 * upgrade to anything but a WebSocket itself.
 */
function isPassedOnByWrangler({ headers }: FuzzRequest): boolean {
  return headers["upgrade"] === undefined;
}

function fail(text: string): void {
  process.exitCode = 1;
  print(text);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
