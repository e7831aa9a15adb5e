import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { groupsWith } from "./support/processes.ts";
import { createStateDirectory } from "./support/server.ts";
import { startBroker } from "./support/share-servers.ts";
import { waitFor } from "./support/wait-for.ts";

const IDLE = "setInterval(() => {}, 1_000)";

/** Stands for a server whose test process was killed: a group of its own, with a folder of the run in its command. */
function startOrphan(runDirectory: string): ChildProcess {
  const state = join(runDirectory, "state");
  return spawn(process.execPath, ["--eval", IDLE, state], { detached: true, stdio: "ignore" });
}

it("the end of a test run, in whatever way, leaves no process and no folder of it", async () => {
  const runDirectory = createStateDirectory();
  const otherRun = createStateDirectory();
  const { broker, ended } = await startBroker(runDirectory);
  startOrphan(runDirectory);
  const other = startOrphan(otherRun);
  await waitFor("both to run", () => {
    return groupsWith(runDirectory).length > 0 && groupsWith(otherRun).length > 0;
  });

  // What the system does with the pipes of a process that ends.
  broker.stdin.destroy();
  await ended;

  expect(groupsWith(runDirectory)).toEqual([]);
  expect(existsSync(runDirectory)).toBe(false);
  expect(groupsWith(otherRun)).toEqual([other.pid]);
  other.kill("SIGKILL");
});
