import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { familyOf, isWorkerd, memoryOf, openFiles, processorMs, type Memory } from "./processes.ts";

export type Side = "floor" | "ours";

const project = fileURLToPath(new URL("..", import.meta.url));
const READY_TIMEOUT_MS = 90_000;

/** A server that runs as `npm start` runs it, with its state in a temporary folder. */
export class Server {
  readonly side: Side;
  readonly port: number;
  readonly stateFolder: string;
  /** Hears every line of the server's log. */
  onLogLine: (line: string) => void = () => {};
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(side: Side, port: number, folder: string, child: ChildProcess) {
    this.side = side;
    this.port = port;
    this.stateFolder = join(folder, "state");
    this.#folder = folder;
    this.#child = child;
  }

  static async start(side: Side, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), `motive-proxy-bench-${side}-`));
    const root = side === "ours" ? project : prepareFloor(join(folder, "project"));
    const port = await freePort();
    const child = spawn(
      process.execPath,
      [join(root, "scripts/start.mjs"), `--port=${port}`, `--persist-to=${join(folder, "state")}`],
      { env: { ...environment(), ...settings }, stdio: ["ignore", "pipe", "pipe"] },
    );
    const server = new Server(side, port, folder, child);
    await server.#untilReady();
    return server;
  }

  /** This server's processes, the runtime's and those that start and watch it. */
  get family(): number[] {
    return familyOf(this.#child.pid ?? 0);
  }

  get workerds(): number[] {
    return this.family.filter((pid) => isWorkerd(pid));
  }

  /** Processor time of the whole family. */
  processorMs(): number {
    return this.family.reduce((sum, pid) => sum + processorMs(pid), 0);
  }

  memory(): Memory {
    return memoryOf(this.workerds);
  }

  /** Resolves when everything that was sent before has at least been accepted. */
  async answersHealth(): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.port}/health`);
    await response.text();
  }

  /** The databases of the Sessions (or of the floor's objects) that are in memory. */
  loadedObjects(): string[] {
    return this.workerds
      .flatMap((pid) => openFiles(pid))
      .filter((name) => /-(Session|Swap)\/[0-9a-f]+\.sqlite$/.test(name));
  }

  async stop(): Promise<void> {
    const isRunning = this.#child.exitCode === null && this.#child.signalCode === null;
    if (isRunning) {
      const ended = new Promise((resolve) => this.#child.once("exit", resolve));
      this.#child.kill("SIGTERM");
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #untilReady(): Promise<void> {
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error("The server's output is not piped.");
    stderr.on("data", (data: Buffer) => process.stderr.write(data));
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error(`The ${this.side} server did not start.`));
      const timer = setTimeout(fail, READY_TIMEOUT_MS);
      this.#child.once("exit", fail);
      createInterface(stdout).on("line", (line) => {
        if (line.startsWith("{")) this.onLogLine(line);
        if (!line.startsWith("MotiveProxy is ready")) return;
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/**
 * The floor is started by the product's own scripts, copied beside it: so the runtime, the proxy in
 * front of it and every flag are the same.
 */
function prepareFloor(root: string): string {
  mkdirSync(root);
  cpSync(join(project, "scripts"), join(root, "scripts"), { recursive: true });
  for (const name of ["package.json", "package-lock.json", "vite.config.ts"])
    cpSync(join(project, name), join(root, name));
  // The scripts take the console along, and the floor has none.
  mkdirSync(join(root, "dist/console"), { recursive: true });
  cpSync(join(project, "bench/floor"), root, { recursive: true });
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"));
  return root;
}

/** Whatever is set for the product in this shell must not be measured. */
function environment(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => !name.startsWith("MOTIVE_PROXY_"));
  const kept = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  // As if npm had started it, so that the server ends when this program does, however it ends.
  return { ...kept, npm_lifecycle_event: "bench" };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
