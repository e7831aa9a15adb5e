// `npm start`: runs MotiveProxy on this machine, without a Cloudflare account and without a network.
import { rmSync } from "node:fs";
import { buildWorker } from "./start/build.mjs";
import { helpText, localUrl, readOptions, UsageError } from "./start/options.mjs";
import { descendants, signalAll } from "./start/processes.mjs";
import { portProblem, spawnServer, waitUntilReady } from "./start/server.mjs";
import { decideAccess, writeSettings } from "./start/settings.mjs";
import { lockState, unlockState } from "./start/state-lock.mjs";

/** @import { ChildProcess } from "node:child_process" */
/** @import { StartOptions } from "./start/options.mjs" */
/** @import { Access } from "./start/settings.mjs" */

const GRACE_MS = 1000;
const PARENT_CHECK_MS = 200;

let stopping = false;

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}. See npm start -- --help.`);
  process.exit(2);
}

/** @param {string[]} argv */
async function main(argv) {
  const options = readOptions(argv);
  if (options.help) {
    console.log(helpText);
    return;
  }
  const problem = (await portProblem(options)) ?? (await lockState(options));
  if (problem !== undefined) {
    console.error(problem);
    process.exit(1);
  }
  process.once("exit", () => unlockState(options));
  const access = decideAccess(options, process.env);
  const settingsFile = writeSettings(options, access, process.env);
  const build = buildWorker(options);
  if ("problem" in build) {
    rmSync(settingsFile, { force: true });
    console.error(build.problem);
    process.exit(1);
  }
  const child = spawnServer(options, build, settingsFile);
  stopWithSignals(child, settingsFile);
  const health = await waitUntilReady(options, child);
  if (health === undefined) stop(child, settingsFile, 1);
  else await printReady(options, access, health);
}

/**
 * @param {StartOptions} options
 * @param {Access} access
 * @param {Response} health
 */
async function printReady(options, access, health) {
  const url = localUrl(options);
  const everywhere = options.ip === "0.0.0.0" || options.ip === "::" ? " (every interface)" : "";
  const body = await health.text();
  if (health.ok) console.log(`MotiveProxy is ready at ${url}${everywhere}`);
  else {
    console.error(`The server started, but is not healthy: ${body.slice(0, 1000)}`);
    console.log(`MotiveProxy refuses every request at ${url}${everywhere} until that is mended`);
  }
  console.log(`  key      ${keyLine(access)}`);
  console.log(`  console  ${url}/`);
  console.log(`  clients  base URL ${url}/v1; the model name is the session`);
  console.log(`  state    ${options.persistTo}`);
  console.log("  stop     Ctrl-C");
}

/** @param {Access} access */
function keyLine({ key, keyFile }) {
  if (key === undefined) return "none needed: only this machine can connect, any key is fine";
  return keyFile === undefined ? "the one you set" : `${key} (kept in ${keyFile})`;
}

/**
 * @param {ChildProcess} child
 * @param {string} settingsFile
 */
function stopWithSignals(child, settingsFile) {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => stop(child, settingsFile, 0));
  }
  // The shell between npm and this program does not pass a signal on, but it ends by it.
  const parent = process.ppid;
  if (process.env["npm_lifecycle_event"] !== undefined) {
    setInterval(() => process.ppid === parent || stop(child, settingsFile, 0), PARENT_CHECK_MS);
  }
  child.once("exit", (code) => {
    if (!stopping) stop(child, settingsFile, code === 0 ? 0 : 1);
  });
}

/**
 * Workerd ignores SIGTERM while a request is held, and holding requests is what it is here for.
 *
 * @param {ChildProcess} child
 * @param {string} settingsFile
 * @param {number} exitCode
 */
function stop(child, settingsFile, exitCode) {
  if (stopping) return;
  stopping = true;
  const family = descendants(process.pid);
  const finish = () => {
    signalAll(family, "SIGKILL");
    rmSync(settingsFile, { force: true });
    process.exit(exitCode);
  };
  child.kill("SIGTERM");
  if (child.exitCode !== null || child.signalCode !== null) return finish();
  child.once("exit", finish);
  setTimeout(finish, GRACE_MS);
}
