import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { nodeBinary, wranglerScript } from "./binaries.mjs";
import { localUrl, projectDirectory } from "./options.mjs";
import { readLines } from "./output.mjs";

/** @import { ChildProcess } from "node:child_process" */
/** @import { StartOptions } from "./options.mjs" */

const READY_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 25;

/**
 * @param {StartOptions} options
 * @returns {Promise<string | undefined>} why the port cannot be had
 */
export async function portProblem({ ip, port }) {
  const code = await listeningProblem(ip, port);
  if (code === undefined) return undefined;
  return code === "EADDRINUSE"
    ? `Port ${port} on ${ip} is in use; choose another with --port.`
    : `Cannot listen on ${ip} port ${port} (${code}).`;
}

/**
 * @param {string} ip
 * @param {number} port
 * @returns {Promise<string | undefined>} the code of the error, if there is one
 */
export function listeningProblem(ip, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      resolve(error.code ?? error.message);
    });
    probe.listen({ host: ip, port }, () => probe.close(() => resolve(undefined)));
  });
}

/**
 * @param {StartOptions} options
 * @param {{ readonly script: string, readonly config: string }} build
 * @param {string} settingsFile
 */
export function spawnServer(options, { script, config }, settingsFile) {
  const child = spawn(
    nodeBinary(),
    [
      "--no-warnings",
      `--import=${new URL("follow-parent.mjs", import.meta.url).href}`,
      wranglerScript(),
      "dev",
      script,
      `--config=${config}`,
      "--no-bundle",
      "--local",
      `--ip=${options.ip}`,
      `--port=${options.port}`,
      `--persist-to=${options.persistTo}`,
      `--env-file=${settingsFile}`,
      "--inspector-port=0",
      "--show-interactive-dev-session=false",
    ],
    {
      cwd: projectDirectory,
      env: quietEnvironment(options),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  forwardOutput(child);
  return child;
}

/** @param {StartOptions} options */
function quietEnvironment({ persistTo }) {
  return {
    ...process.env,
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    WRANGLER_HIDE_BANNER: "true",
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "1",
    WRANGLER_REGISTRY_PATH: join(persistTo, "registry"),
    WRANGLER_SEND_ERROR_REPORTS: "false",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_WRITE_LOGS: "false",
    // wrangler's explorer reads and writes every Durable Object, and asks for no key.
    X_LOCAL_EXPLORER: "false",
    // wrangler's own trace of every request: addresses with their keys, and more work than the requests themselves.
    X_LOCAL_OBSERVABILITY: "false",
  };
}

/** @param {ChildProcess} child */
function forwardOutput(child) {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    readLines(stream, (line, kind) => {
      if (kind === "log") console.log(line);
      if (kind === "error") console.error(line);
    });
  }
}

/**
 * @param {StartOptions} options
 * @param {ChildProcess} child
 * @returns {Promise<Response | undefined>} what /health answered, or nothing if the server ended
 */
export async function waitUntilReady(options, child) {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    try {
      return await fetch(`${localUrl(options)}/health`);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
  }
  return undefined;
}
