import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeBinary, wranglerScript } from "./binaries.mjs";
import { projectDirectory } from "./options.mjs";

/** @import { StartOptions } from "./options.mjs" */

/**
 * Bundles the Worker beside its state, so that a server goes on with the code it was started with: `wrangler dev` on the sources
 * would restart at each saved file and cut every held request.
 *
 * @param {StartOptions} options
 * @returns {{ readonly script: string } | { readonly problem: string }}
 */
export function buildWorker({ persistTo }) {
  const directory = join(persistTo, "build");
  const built = spawnSync(
    nodeBinary(),
    ["--no-warnings", wranglerScript(), "deploy", "--dry-run", `--outdir=${directory}`],
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
  if (built.status !== 0) return { problem: `${built.stdout}${built.stderr}`.trim() };
  return { script: join(directory, "index.js") };
}
