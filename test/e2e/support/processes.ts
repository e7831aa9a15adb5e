import { execFileSync } from "node:child_process";

/** The commands of the processes of a group that run. A process that has ended may stay listed until its parent asks; it does not count. */
export function runningInGroup(groupId: number): readonly string[] {
  const listing = execFileSync("ps", ["-A", "-o", "pgid=,stat=,args="], { encoding: "utf8" });
  return listing.split("\n").flatMap((line) => {
    const [, group, state = "", command = ""] = /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return Number(group) === groupId && !state.startsWith("Z") ? [command] : [];
  });
}

export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-groupId, signal);
  } catch {
    // All of it has ended already.
  }
}
