import { execFileSync } from "node:child_process";

const LISTING_BYTES_MAX = 64 * 1024 * 1024;

/** The commands of the processes of a group that run. */
export function runningInGroup(groupId: number): readonly string[] {
  return runningProcesses().flatMap((running) =>
    running.groupId === groupId ? [running.command] : [],
  );
}

/** The groups with a process that has a text in its command, but for the one that this process leads. */
export function groupsWith(commandPart: string): readonly number[] {
  const found = runningProcesses().filter(
    ({ groupId, command }) => groupId !== process.pid && command.includes(commandPart),
  );
  return [...new Set(found.map(({ groupId }) => groupId))];
}

/** A process that has ended may stay listed until its parent asks; it does not count. */
function runningProcesses(): readonly { readonly groupId: number; readonly command: string }[] {
  const listing = execFileSync("ps", ["-A", "-ww", "-o", "pgid=,stat=,args="], {
    encoding: "utf8",
    maxBuffer: LISTING_BYTES_MAX,
  });
  return listing.split("\n").flatMap((line) => {
    const [, group, state = "Z", command = ""] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return state.startsWith("Z") ? [] : [{ groupId: Number(group), command }];
  });
}

export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch {
    // All of it has ended already.
  }
}
