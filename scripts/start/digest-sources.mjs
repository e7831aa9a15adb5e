import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectDirectory } from "./options.mjs";

/** Of everything that the Worker and the console are made from. */
export function digestOfSources() {
  const hash = createHash("sha256");
  const sources = readdirSync(join(projectDirectory, "src"), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const settings = ["package-lock.json", "vite.config.ts", "wrangler.toml"].map((name) =>
    join(projectDirectory, name),
  );
  for (const path of [...sources.toSorted(), ...settings])
    hash.update(path).update(readFileSync(path));
  return hash.digest("hex").slice(0, 16);
}
