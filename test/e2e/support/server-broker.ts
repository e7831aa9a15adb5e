// A program that starts the servers which the test processes share, and ends all servers of the run when the process that started it
// ends.
import { appendFileSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { BrokerAnswer, BrokerRequest, SharedServerPlace } from "./broker-messages.ts";
import { groupsWith, signalGroup } from "./processes.ts";
import {
  RUN_DIRECTORY_VARIABLE,
  startServer,
  type ServerOptions,
  type TestServer,
} from "./server.ts";
import { waitFor } from "./wait-for.ts";

interface Started {
  readonly server: TestServer;
  readonly place: SharedServerPlace;
}

const folder = process.env[RUN_DIRECTORY_VARIABLE] ?? "";

/** By their options; a server that could not be started stays here with its error, which every file that asks for it gets. */
const servers = new Map<string, Promise<Started>>();
let startedCount = 0;

const listener = createServer({ allowHalfOpen: true }, (socket) => void serve(socket));
// Where a test process ends by force, nobody waits for the answer.
listener.on("connection", (socket) => socket.on("error", () => {}));
listener.listen(join(folder, "socket"), () => process.stdout.write("ready\n"));

// However the process that started this one ends, the system closes its end of the pipe.
process.stdin.resume().once("close", () => void end());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => end());

async function serve(socket: Socket): Promise<void> {
  const answer = await answerTo(JSON.parse(await text(socket)) as BrokerRequest).catch(
    (error: unknown): BrokerAnswer => ({ problem: String(error) }),
  );
  socket.end(JSON.stringify(answer));
}

async function answerTo(request: BrokerRequest): Promise<BrokerAnswer> {
  if (request.kind === "end") {
    await endServers();
    return {};
  }
  const key = keyOf(request.options);
  const started = servers.get(key) ?? start(request.options);
  servers.set(key, started);
  return { place: (await started).place };
}

function keyOf({ settings = {}, options, host }: ServerOptions): string {
  const sorted = Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted, options, host]);
}

async function start(options: ServerOptions): Promise<Started> {
  startedCount += 1;
  const outputFile = join(folder, `server-${startedCount}.log`);
  appendFileSync(outputFile, "");
  const server = await startServer(options, (written) => appendFileSync(outputFile, written));
  const { url, port, stateDirectory } = server;
  return { server, place: { url, port, stateDirectory, outputFile } };
}

/** A server that is being started is awaited, as one that nobody knows would stay. */
async function endServers(): Promise<void> {
  const all = [...servers.values()];
  servers.clear();
  await Promise.allSettled(all.map(async (started) => (await started).server.dispose()));
}

async function end(): Promise<void> {
  listener.close();
  await endServers();
  await endOthers(folder);
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

/** What the test processes started for themselves and could not end, as they were ended first. */
async function endOthers(runDirectory: string): Promise<void> {
  await waitFor("all other servers to end", () => {
    const groups = groupsWith(runDirectory);
    for (const groupId of groups) signalGroup(groupId, "SIGKILL");
    return groups.length === 0;
  });
}
