import { afterAll, beforeAll, beforeEach } from "vitest";
import { startServer, type ServerOptions, type TestServer } from "./server.ts";

/**
 * A server for all tests of a file or a `describe`, which files that ask for the same settings share: to start one takes two seconds
 * of a processor. So each test has sessions of its own names, counts no sessions but its own, and neither stops nor kills it.
 */
export function useServer(options: ServerOptions = {}): () => TestServer {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await sharedServer(options);
  });
  return showingOutput(() => server);
}

/** A server that nobody else has, for tests that restart it, fill it, count what it has, or read all that it wrote. */
export function useOwnServer(options: ServerOptions = {}): () => TestServer {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(() => server?.dispose());
  return showingOutput(() => server);
}

/** The servers that the files of this process share, by their options. Only one of the files runs at a time. */
const shared = new Map<string, TestServer>();

async function sharedServer(options: ServerOptions): Promise<TestServer> {
  const settings = Object.entries(options.settings ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const key = JSON.stringify([settings, options.options, options.host]);
  const known = shared.get(key);
  if (known !== undefined) return known;
  if (shared.size === 0) endWithProcess();
  const server = await startServer(options);
  shared.set(key, server);
  return server;
}

/** No file knows that it is the last one. Vitest ends its processes by SIGTERM. */
function endWithProcess(): void {
  process.once("SIGTERM", () => process.exit());
  process.once("exit", () => {
    for (const server of shared.values()) server.disposeNow();
  });
}

/** What the server writes during a test that fails is shown. */
function showingOutput(find: () => TestServer | undefined): () => TestServer {
  const current = (): TestServer => {
    const server = find();
    if (server === undefined) throw new Error("The server has not been started.");
    return server;
  };
  beforeEach(({ onTestFailed }) => {
    const mark = current().output.length;
    onTestFailed(() => showOutput(current().output.slice(mark)));
  });
  return current;
}

function showOutput(output: string): void {
  const text = output === "" ? "The server wrote nothing during this test.\n" : output;
  process.stderr.write(`--- the server's output during the failed test ---\n${text}---\n`);
}
