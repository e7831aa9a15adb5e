import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeAll } from "vitest";
import { nodeBinary, wranglerScript } from "../../../scripts/start/binaries.mjs";
import { signalGroup } from "./processes.ts";
import { createStateDirectory, findFreePort } from "./server.ts";
import { waitFor } from "./wait-for.ts";

const READY_DEADLINE_MS = 60_000;

/** A Worker of a few lines under `wrangler dev`, without any of this product: what it shows is the platform's. */
export class TinyWorker {
  readonly port: number;
  readonly #directory = createStateDirectory();
  readonly #child: ChildProcess;
  #output = "";

  constructor(script: string, port: number) {
    this.port = port;
    // In a folder of its own: wrangler starts again when something is written beside it.
    const path = join(this.#directory, "worker", "worker.mjs");
    mkdirSync(join(path, ".."));
    writeFileSync(path, script);
    this.#child = spawn(
      nodeBinary(),
      [
        "--no-warnings",
        wranglerScript(),
        "dev",
        path,
        "--no-bundle",
        "--local",
        "--name=tiny",
        "--compatibility-date=2026-09-15",
        `--port=${port}`,
        `--persist-to=${join(this.#directory, "state")}`,
        "--ip=127.0.0.1",
        "--inspector-port=0",
        "--show-interactive-dev-session=false",
      ],
      {
        cwd: this.#directory,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          CLOUDFLARE_CF_FETCH_ENABLED: "false",
          // For the sources of what nobody caught.
          WRANGLER_LOG: "debug",
          WRANGLER_SEND_METRICS: "false",
          WRANGLER_WRITE_LOGS: "false",
        },
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => (this.#output += stripVTControlCharacters(text)));
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get output(): string {
    return this.#output;
  }

  async waitUntilReady(): Promise<void> {
    await waitFor(
      "the tiny Worker",
      async () => (await fetch(this.url)).status > 0,
      READY_DEADLINE_MS,
    ).catch((error: unknown) => {
      throw new Error(`It did not start. It wrote:\n${this.#output}`, { cause: error });
    });
  }

  dispose(): void {
    if (this.#child.pid !== undefined) signalGroup(this.#child.pid, "SIGKILL");
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** One for all tests of a `describe`. */
export function useTinyWorker(script: string): () => TinyWorker {
  let worker: TinyWorker | undefined;
  beforeAll(async () => {
    worker = new TinyWorker(script, await findFreePort());
    await worker.waitUntilReady();
  });
  afterAll(() => worker?.dispose());
  return () => {
    if (worker === undefined) throw new Error("The Worker has not been started.");
    return worker;
  };
}
