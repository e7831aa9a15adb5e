import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { findFreePort, TestServer } from "../e2e/support/server.ts";
import type { FuzzRequest } from "./any-request.ts";
import type { FuzzAnswer } from "./check-answer.ts";
import { REPEATED_BY_WRANGLER, WRITE_TO_NOBODY } from "./write-to-nobody.ts";

/** A request that is not answered by then is held, and is given up. */
const PATIENCE_MS = 400;

/** What the runtime or wrangler writes when the Worker has a fault that nobody caught. */
const FAULT_LINES =
  /[Uu]ncaught|Unhandled|unhandled rejection|"fault"|"leg-failed"|"report-failed"|hung and would never/;

/** A server as `npm start` runs it, and requests to it byte for byte as they were generated. */
export class FuzzServer {
  readonly #server: TestServer;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  private constructor(server: TestServer) {
    this.#server = server;
  }

  static async start(): Promise<FuzzServer> {
    const settings = {
      MOTIVE_PROXY_LOG_LEVEL: "warn",
      MOTIVE_PROXY_COMMIT_DELAY: "0.2",
      // For the sources of what nobody caught.
      WRANGLER_LOG: "debug",
    };
    const server = new TestServer({ settings }, await findFreePort());
    await server.start();
    return new FuzzServer(server);
  }

  get url(): string {
    return this.#server.url;
  }

  get groupId(): number {
    return this.#server.groupId;
  }

  faultLines(): readonly string[] {
    return this.#server.output
      .split("\n")
      .filter(
        (line) =>
          FAULT_LINES.test(line) && line !== WRITE_TO_NOBODY && !REPEATED_BY_WRANGLER.test(line),
      );
  }

  async dispose(): Promise<void> {
    this.#agent.destroy();
    await this.#server.dispose();
  }

  send({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer | null> {
    return new Promise((resolve, reject) => {
      const bytes = body === null ? null : Buffer.from(body);
      const request = httpRequest({
        host: "127.0.0.1",
        port: this.#server.port,
        agent: this.#agent,
        method,
        path,
        headers: { ...headers, ...(bytes === null ? {} : { "content-length": bytes.length }) },
      });
      const giveUp = setTimeout(() => {
        resolve(null);
        request.destroy();
      }, PATIENCE_MS);
      request.on("error", (error) => {
        clearTimeout(giveUp);
        reject(error);
      });
      request.on("response", (response) => {
        resolve(read(response).finally(() => clearTimeout(giveUp)));
      });
      request.end(bytes ?? undefined);
    });
  }
}

/** A body that was given up in its middle counts as held. */
async function read(response: IncomingMessage): Promise<FuzzAnswer | null> {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  );
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch {
    return null;
  }
  const body = Buffer.concat(chunks).toString("utf8");
  return { status: response.statusCode ?? 0, headers, body };
}
