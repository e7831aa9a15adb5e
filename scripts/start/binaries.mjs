import { existsSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "./options.mjs";

/** wrangler refuses Node below 22.12; the dev dependency `node` has a fitting one. */
export function nodeBinary() {
  const packaged = join(projectDirectory, "node_modules/node/bin/node");
  return existsSync(packaged) ? packaged : process.execPath;
}

export function wranglerScript() {
  return join(projectDirectory, "node_modules/wrangler/wrangler-dist/cli.js");
}
