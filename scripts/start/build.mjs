import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeBinary, wranglerScript } from "./binaries.mjs";
import { digestOfSources } from "./digest-sources.mjs";
import { projectDirectory } from "./options.mjs";

/** @import { StartOptions } from "./options.mjs" */

const cacheDirectory = join(projectDirectory, "node_modules/.cache/motive-proxy");

/**
 * Bundles the Worker and the console beside the state, so that a server goes on with the code it was started with: `wrangler dev` on
 * the sources would restart at each saved file and cut every held request. Equal sources are bundled once.
 *
 * @param {StartOptions} options
 * @returns {{ readonly script: string, readonly config: string } | { readonly problem: string }}
 */
export function buildWorker({ persistTo }) {
  const cached = join(cacheDirectory, digestOfSources());
  if (!existsSync(cached)) {
    const problem = bundleInto(cached);
    if (problem !== undefined) return { problem };
  }
  const directory = join(persistTo, "build");
  cpSync(cached, directory, { recursive: true });
  return { script: join(directory, "index.js"), config: join(directory, "wrangler.toml") };
}

/**
 * Bundles into a folder of its own first: two servers may be started at once, and a start may be interrupted.
 *
 * @param {string} directory
 * @returns {string | undefined} why the Worker cannot be bundled
 */
function bundleInto(directory) {
  const unfinished = `${directory}.${process.pid}`;
  const built = spawnSync(
    nodeBinary(),
    ["--no-warnings", wranglerScript(), "deploy", "--dry-run", `--outdir=${unfinished}`],
    {
      cwd: projectDirectory,
      encoding: "utf8",
      env: {
        ...process.env,
        NO_COLOR: "1",
        FORCE_COLOR: "0",
        WRANGLER_HIDE_BANNER: "true",
        WRANGLER_SEND_METRICS: "false",
        WRANGLER_WRITE_LOGS: "false",
      },
    },
  );
  if (built.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    return `${built.stdout}${built.stderr}`.trim();
  }
  // The dry run has built the console too, by the command in wrangler.toml.
  cpSync(join(projectDirectory, "dist/console"), join(unfinished, "console"), { recursive: true });
  writeFileSync(join(unfinished, "wrangler.toml"), configOfBuild());
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another start was quicker, with the same sources.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return undefined;
}

/** What is built already is not built again, and not watched. */
function configOfBuild() {
  return readFileSync(join(projectDirectory, "wrangler.toml"), "utf8")
    .replace(/^\[build\]\n(?:[^\n[]+\n)*/m, "")
    .replace('"src/worker/index.ts"', '"index.js"')
    .replace('"dist/console"', '"console"');
}
