// Builds the console into dist/console, unless it is there already from the same sources.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { digestOfSources } from "./start/digest-sources.mjs";
import { projectDirectory } from "./start/options.mjs";

const directory = join(projectDirectory, "dist/console");
const mark = join(projectDirectory, "dist/console.digest");
const digest = digestOfSources();

if (!existsSync(directory) || readMark() !== digest) {
  // Into a folder of its own first: two builds may run at once, and one may be interrupted.
  const unfinished = `${directory}.${process.pid}`;
  mkdirSync(join(projectDirectory, "dist"), { recursive: true });
  await build({
    configFile: join(projectDirectory, "vite.config.ts"),
    logLevel: "warn",
    build: { outDir: unfinished },
  });
  const replaced = `${unfinished}.replaced`;
  try {
    // By names alone, so that a server or a test that reads the files now misses them for no longer than that takes.
    if (existsSync(directory)) renameSync(directory, replaced);
    renameSync(unfinished, directory);
    writeFileSync(mark, digest);
  } catch (error) {
    // Another build was quicker, with the same sources.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  rmSync(replaced, { recursive: true, force: true });
}

function readMark() {
  return existsSync(mark) ? readFileSync(mark, "utf8") : "";
}
