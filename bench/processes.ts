import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The kernel's unit of processor time, fixed at 100 a second on Linux. */
const TICK_MS = 10;

/** What a server's processes are measured by comes from `/proc`, which other systems do not have. */
export const canMeasureProcesses = existsSync("/proc/self/smaps_rollup");

/** All processes below one, and itself. */
export function familyOf(root: number): number[] {
  const found = [root];
  for (const pid of found) {
    const children = tryRead(`/proc/${pid}/task/${pid}/children`) ?? "";
    found.push(...children.split(" ").filter(Boolean).map(Number));
  }
  return found;
}

export function isWorkerd(pid: number): boolean {
  return tryRead(`/proc/${pid}/comm`)?.trim() === "workerd";
}

/** Processor time that a process has used in all its threads. */
export function processorMs(pid: number): number {
  const stat = tryRead(`/proc/${pid}/stat`);
  if (stat === undefined) return 0;
  // The second field is the name, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

export interface Memory {
  readonly residentKib: number;
  /** Pages that several processes share are counted once in the sum over all of them. */
  readonly proportionalKib: number;
}

export function memoryOf(pids: readonly number[]): Memory {
  let residentKib = 0;
  let proportionalKib = 0;
  for (const pid of pids) {
    residentKib += fieldKib(`/proc/${pid}/status`, "VmRSS");
    proportionalKib += fieldKib(`/proc/${pid}/smaps_rollup`, "Pss");
  }
  return { residentKib, proportionalKib };
}

/** The files that a process has open. */
export function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  const names: string[] = [];
  try {
    for (const descriptor of readdirSync(folder))
      names.push(readlinkSync(`${folder}/${descriptor}`));
  } catch {
    // A descriptor was closed, or the process ended, while the list was read.
  }
  return names;
}

function fieldKib(file: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(tryRead(file) ?? "");
  return Number(match?.[1] ?? 0);
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // The process has ended.
    return undefined;
  }
}
