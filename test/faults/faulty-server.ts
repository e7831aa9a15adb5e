import { execFileSync } from "node:child_process";
import { TestServer, findFreePort } from "../e2e/support/server.ts";
import { waitFor } from "../e2e/support/wait-for.ts";
import type { FaultyServer } from "./conversation.ts";
import type { Fault, FaultKind } from "./fault.ts";

/** A server as `npm start` runs it, which is killed again and again. One kill at a time: those that come meanwhile are the same. */
export class KilledServer implements FaultyServer {
  readonly #server: TestServer;
  readonly #strikeAll: (kind: FaultKind) => void;
  #restart: Promise<void> | null = null;

  private constructor(server: TestServer, strikeAll: (kind: FaultKind) => void) {
    this.#server = server;
    this.#strikeAll = strikeAll;
  }

  /** `strikeAll` hears of each kill, for the conversations that are under way. */
  static async start(
    settings: Readonly<Record<string, string>>,
    strikeAll: (kind: FaultKind) => void,
  ): Promise<KilledServer> {
    const server = new TestServer({ settings }, await findFreePort());
    await server.start();
    return new KilledServer(server, strikeAll);
  }

  get port(): number {
    return this.#server.port;
  }

  get url(): string {
    return this.#server.url;
  }

  get output(): string {
    return this.#server.output;
  }

  async untilUp(): Promise<void> {
    while (this.#restart !== null) await this.#restart;
  }

  strike({ kind }: Extract<Fault, { kind: "server killed" | "runtime killed" }>): void {
    if (this.#restart !== null) return;
    this.#strikeAll(kind);
    const restart = kind === "server killed" ? this.#killServer() : this.#killRuntime();
    this.#restart = restart.finally(() => {
      this.#restart = null;
    });
  }

  async dispose(): Promise<void> {
    await this.untilUp();
    await this.#server.dispose();
  }

  async #killServer(): Promise<void> {
    await this.#server.kill();
    await this.#server.start();
  }

  /** Only the process that runs the Worker and its objects; wrangler starts it again, and its own proxy stays. */
  async #killRuntime(): Promise<void> {
    process.kill(runtimeOf(this.#server.groupId), "SIGKILL");
    await waitFor("the runtime to be back", async () => {
      const response = await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(2_000) });
      return response.ok;
    });
  }
}

/** Of wrangler's two runtimes the one that was started last; the first is the proxy in front of it. */
function runtimeOf(groupId: number): number {
  // Not by their ids, which begin anew when they are used up.
  const columns = ["-A", "-o", "pid=,pgid=,comm=", "--sort=start_time"];
  const listing = execFileSync("ps", columns, { encoding: "utf8" });
  const pids = listing.split("\n").flatMap((line) => {
    const [pid, group, command] = line.trim().split(/\s+/);
    return Number(group) === groupId && command === "workerd" ? [Number(pid)] : [];
  });
  const newest = pids.at(-1);
  if (newest === undefined) throw new Error("The server has no runtime.");
  return newest;
}
