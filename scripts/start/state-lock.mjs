import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listeningProblem } from "./server.mjs";

/** @import { StartOptions } from "./options.mjs" */

/**
 * @typedef {object} Lock
 * @property {number} pid
 * @property {string} ip
 * @property {number} port
 * @property {number} sinceMs
 */

/** In this time a server listens, or has given up. */
const STARTING_MS = 60_000;

/**
 * Takes the state directory for this process. Two servers on one would write the same sessions, and the second one's bundle and
 * settings, its key among them, would replace those that the first one runs with and watches.
 *
 * @param {StartOptions} options
 * @returns {Promise<string | undefined>} why it cannot be had
 */
export async function lockState({ ip, port, persistTo }) {
  mkdirSync(persistTo, { recursive: true });
  const file = lockFile(persistTo);
  /** @type {Lock} */
  const lock = { pid: process.pid, ip, port, sinceMs: Date.now() };
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(lock), { flag: "wx" });
      return undefined;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const other = readLock(file);
    if (other !== undefined && (await isHeld(other))) {
      return `${persistTo} is in use by the server at port ${other.port} (process ${other.pid}); choose another directory with --persist-to.`;
    }
    rmSync(file, { force: true });
  }
}

/** @param {StartOptions} options */
export function unlockState({ persistTo }) {
  rmSync(lockFile(persistTo), { force: true });
}

/** @param {string} persistTo */
function lockFile(persistTo) {
  return join(persistTo, "lock.json");
}

/**
 * @param {string} file
 * @returns {Lock | undefined} nothing where the file was left half-written
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * A killed server leaves its lock, and its process id may be another program's by now, so the port is looked at, too.
 *
 * @param {Lock} lock
 */
async function isHeld({ pid, ip, port, sinceMs }) {
  if (pid === process.pid || !isRunning(pid)) return false;
  if (Date.now() - sinceMs < STARTING_MS) return true;
  return (await listeningProblem(ip, port)) === "EADDRINUSE";
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as somebody else's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
