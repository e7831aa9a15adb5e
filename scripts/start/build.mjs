import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { nodeBinary, wranglerScript } from "./binaries.mjs";
import { projectDirectory } from "./options.mjs";

/** @import { StartOptions } from "./options.mjs" */

const cacheDirectory = join(projectDirectory, "node_modules/.cache/motive-proxy");

/**
 * Bundles the Worker beside its state, so that a server goes on with the code it was started with: `wrangler dev` on the sources
 * would restart at each saved file and cut every held request. Equal sources are bundled once.
 *
 * @param {StartOptions} options
 * @returns {{ readonly script: string } | { readonly problem: string }}
 */
export function buildWorker({ persistTo }) {
  const cached = join(cacheDirectory, digestOfSources());
  if (!existsSync(cached)) {
    const problem = bundleInto(cached);
    if (problem !== undefined) return { problem };
  }
  const directory = join(persistTo, "build");
  cpSync(cached, directory, { recursive: true });
  return { script: join(directory, "index.js") };
}

/** Of everything that the bundle is made from. */
function digestOfSources() {
  const hash = createHash("sha256");
  const sources = readdirSync(join(projectDirectory, "src"), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const settings = ["package-lock.json", "wrangler.toml"].map((name) =>
    join(projectDirectory, name),
  );
  for (const path of [...sources.toSorted(), ...settings])
    hash.update(path).update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
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
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another start was quicker, with the same sources.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return undefined;
}
