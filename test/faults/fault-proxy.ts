import { createServer, type Server, type Socket } from "node:net";
import type { Fault, FaultKind } from "./fault.ts";
import { ProxiedConnection, type Attempt, type ProxyOptions } from "./proxied-connection.ts";

/** A TCP proxy between one client and the server. Each request takes the next fault of those that are due. */
export class FaultProxy {
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #options: ProxyOptions;
  #faults: Fault[] = [];

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer((client) => this.#accept(client));
  }

  static async open(options: ProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    await new Promise<void>((resolve) => {
      proxy.#server.listen(0, "127.0.0.1", resolve);
    });
    return proxy;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The proxy is closed.");
    return `http://127.0.0.1:${address.port}`;
  }

  /** What happens to the next requests, one fault each. Those of before that did not find a request are dropped. */
  expect(faults: readonly Fault[]): void {
    this.#faults = [...faults];
  }

  close(): void {
    this.#server.close();
    for (const connection of this.#connections) connection.close();
  }

  #nextFault(attempt: Attempt): Fault | null {
    const [fault] = this.#faults;
    if (fault === undefined || !canStrike(fault, attempt)) return null;
    this.#faults.shift();
    return fault;
  }

  #accept(client: Socket): void {
    const nextFault = (attempt: Attempt): Fault | null => this.#nextFault(attempt);
    const connection = new ProxiedConnection(client, this.#options, nextFault);
    this.#connections.add(connection);
    client.once("close", () => this.#connections.delete(connection));
  }
}

/** The last retry of the SDK is followed by a fresh call, which has no mark. */
const SDK_RETRIES = 2;
/** What the server may believe to have arrived, so that a mark must help, of which there may be one only. */
const LOSSES: readonly FaultKind[] = [
  "cut in the body",
  "cut before the last byte",
  "client frozen, then gone",
];

function canStrike(fault: Fault, { retryCount, hasKey }: Attempt): boolean {
  if (hasKey) return true;
  if (fault.kind === "retried while open") return retryCount < SDK_RETRIES;
  return retryCount === 0 || !LOSSES.includes(fault.kind);
}
