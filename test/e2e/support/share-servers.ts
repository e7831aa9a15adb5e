import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { nodeBinary } from "../../../scripts/start/binaries.mjs";
import { createStateDirectory, RUN_DIRECTORY_VARIABLE } from "./server.ts";
import { askBroker } from "./shared-server.ts";

const COMPILE_CACHE = fileURLToPath(
  new URL("../../../node_modules/.cache/motive-proxy/compiled", import.meta.url),
);
const BROKER = fileURLToPath(new URL("server-broker.ts", import.meta.url));

/**
 * Vitest's global setup: a process that starts a server when a test file first asks for it. It holds the servers itself, outside of
 * the terminal's process group, so that it can end them, and those of the test processes, in whatever way this process ends, were it
 * SIGKILL.
 */
export default async function shareServers(project: TestProject): Promise<() => Promise<void>> {
  const runDirectory = createStateDirectory();
  const socketPath = join(runDirectory, "socket");
  // The test processes inherit it.
  process.env[RUN_DIRECTORY_VARIABLE] = runDirectory;
  // To compile wrangler is a sixth of the start of a server.
  process.env["NODE_COMPILE_CACHE"] ??= COMPILE_CACHE;
  const { broker, ended } = await startBroker(runDirectory);
  project.provide("serverBrokerSocket", socketPath);
  // In watch mode the sources are others by then.
  project.onTestsRerun(async () => void (await askBroker(socketPath, { kind: "end" })));
  return async () => {
    broker.stdin.end();
    await ended;
  };
}

/** Starts the process that holds the servers of a run. It ends by itself once its standard input does. */
export async function startBroker(runDirectory: string) {
  const broker = spawn(nodeBinary(), ["--no-warnings", BROKER], {
    env: { ...process.env, [RUN_DIRECTORY_VARIABLE]: runDirectory },
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  const ended = once(broker, "exit");
  await Promise.race([once(broker.stdout, "data"), ended]);
  if (broker.exitCode !== null) throw new Error("The process of the shared servers did not start.");
  return { broker, ended };
}
