import { execFileSync } from "node:child_process";

/** What the processes of a group have in memory, in MiB. */
export function memoryOfGroup(groupId: number): number {
  const listing = execFileSync("ps", ["-A", "-o", "pgid=,rss="], { encoding: "utf8" });
  let kib = 0;
  for (const line of listing.split("\n")) {
    const [group, size] = line.trim().split(/\s+/).map(Number);
    if (group === groupId) kib += size ?? 0;
  }
  return Math.round(kib / 1_024);
}
