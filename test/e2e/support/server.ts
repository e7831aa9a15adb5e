import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runningInGroup, signalGroup } from "./processes.ts";
import { waitFor } from "./wait-for.ts";

const START_SCRIPT = fileURLToPath(new URL("../../../scripts/start.mjs", import.meta.url));
const READY_DEADLINE_MS = 60_000;
/** Another test may take the free port first. */
const PORT_ATTEMPTS_MAX = 5;

// Vitest's processes go on when the one that started them is killed, and would start servers that nobody ends.
process.once("disconnect", () => process.exit());

export interface ServerOptions {
  /** Environment variables, mostly MOTIVE_PROXY_*. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further arguments of `npm start`. */
  readonly options?: readonly string[];
  /** The address at which the test reaches the server. */
  readonly host?: string;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A server as `npm start` runs it, with a state directory and a process group of its own. */
export class TestServer {
  readonly stateDirectory: string;
  readonly #options: ServerOptions;
  readonly #onOutput: (text: string) => void;
  #port: number;
  #output = "";
  #child: ChildProcess | null = null;
  #exit: Promise<Exit> = Promise.resolve({ code: null, signal: null });

  constructor(options: ServerOptions, port: number, onOutput: (text: string) => void = () => {}) {
    this.#options = options;
    this.#onOutput = onOutput;
    this.#port = port;
    this.stateDirectory = createStateDirectory();
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://${this.#options.host ?? "127.0.0.1"}:${this.#port}`;
  }

  /** Everything that it wrote since the first start. */
  get output(): string {
    return this.#output;
  }

  /** Its process group, which has the id of its first process. */
  get groupId(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error("The server was never started.");
    return pid;
  }

  /** Starts it, with the state that an earlier start left, and waits until it says that it is ready. */
  async start(): Promise<void> {
    const mark = this.#output.length;
    const { child, exit } = this.#spawn();
    let ended: Exit | undefined;
    void exit.then((value) => (ended = value));
    this.#child = child;
    this.#exit = exit;
    await waitFor(
      "the server to be ready",
      () => ended !== undefined || this.#output.slice(mark).includes("  stop  "),
      READY_DEADLINE_MS,
    ).catch((error: unknown) => {
      throw new Error(`The server did not start. It wrote:\n${this.#output}`, { cause: error });
    });
    if (ended !== undefined) throw new Error(`The server ended at its start:\n${this.#output}`);
  }

  /** Ends it as Ctrl-C does, and keeps its state. */
  async stop(): Promise<Exit> {
    this.#child?.kill("SIGTERM");
    return this.#exit;
  }

  /** Ends all of its processes without a warning, as a power cut does, and keeps its state. */
  async kill(): Promise<void> {
    signalGroup(this.groupId, "SIGKILL");
    await this.#exit;
    await waitFor("the group to end", () => runningInGroup(this.groupId).length === 0);
  }

  async dispose(): Promise<void> {
    if (this.#child !== null) await this.kill();
    rmSync(this.stateDirectory, { recursive: true, force: true });
  }

  /** As `dispose`, where there is no time to wait for the end of the processes. */
  disposeNow(): void {
    if (this.#child !== null) signalGroup(this.groupId, "SIGKILL");
    rmSync(this.stateDirectory, { recursive: true, force: true });
  }

  #spawn(): { child: ChildProcess; exit: Promise<Exit> } {
    return spawnStart(
      [
        `--port=${this.#port}`,
        `--persist-to=${this.stateDirectory}`,
        ...(this.#options.options ?? []),
      ],
      this.#options.settings ?? {},
      (text) => {
        this.#output += text;
        this.#onOutput(text);
      },
    );
  }
}

/** Runs `npm start`'s program in a process group of its own. */
export function spawnStart(
  argv: readonly string[],
  settings: Readonly<Record<string, string>>,
  onOutput: (text: string) => void,
): { child: ChildProcess; exit: Promise<Exit> } {
  const child = spawn(process.execPath, [START_SCRIPT, ...argv], {
    env: { ...environmentWithoutSettings(), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", onOutput);
  }
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  return { child, exit };
}

/** The settings of whoever runs the tests must not change what they test; nor must npm's marks, which tie a server to a shell. */
function environmentWithoutSettings(): NodeJS.ProcessEnv {
  const left = /^(MOTIVE_PROXY_|npm_|VITEST|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)));
}

const MEMORY_DIRECTORY = "/dev/shm";
const MEMORY_BYTES_MIN = 1024 ** 3;

/** Names the folder of a test run, which goes at its end with all that is in it and all processes that use it. */
export const RUN_DIRECTORY_VARIABLE = "TEST_RUN_DIRECTORY";

/** In memory where there is room: a session waits for its disk at every step, and two hundred of them wait long. */
export function createStateDirectory(): string {
  const usual =
    existsSync(MEMORY_DIRECTORY) && hasRoom(MEMORY_DIRECTORY) ? MEMORY_DIRECTORY : tmpdir();
  return mkdtempSync(join(process.env[RUN_DIRECTORY_VARIABLE] ?? usual, "motive-proxy-e2e-"));
}

function hasRoom(directory: string): boolean {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize >= MEMORY_BYTES_MIN;
}

export async function startServer(
  options: ServerOptions = {},
  onOutput?: (text: string) => void,
): Promise<TestServer> {
  for (let attempt = 1; ; attempt += 1) {
    const server = new TestServer(options, await findFreePort(), onOutput);
    try {
      await server.start();
      return server;
    } catch (error) {
      await server.dispose();
      const isTaken = /is in use|Address already in use/.test(server.output);
      if (!isTaken || attempt === PORT_ATTEMPTS_MAX) throw error;
    }
  }
}

/**
 * Below the ports that the system gives to outgoing connections: one of those may be taken by any client while the server is down for
 * its restart.
 */
const PORT_MIN = 10_000;
const PORT_LIMIT = 32_000;

export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(PORT_MIN, PORT_LIMIT);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    // Somebody listens there, or the system forbids it.
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
