import { afterAll, beforeAll, beforeEach, inject } from "vitest";
import { startServer, type ServerOptions, type TestServer } from "./server.ts";
import { useSharedServer, type SharedServer } from "./shared-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The path of the socket at which the shared servers are asked for. */
    readonly serverBrokerSocket: string;
  }
}

/**
 * A server for all tests of a file or a `describe`, which all files of all test processes share that ask for the same settings: to
 * start one takes two seconds of a processor. So each test has sessions of its own names, counts no sessions but its own, and is not
 * disturbed by what the server does for others.
 */
export function useServer(options: ServerOptions = {}): () => SharedServer {
  let server: SharedServer | undefined;
  beforeAll(async () => {
    server = await useSharedServer(inject("serverBrokerSocket"), options);
  });
  return showingOutput(() => server, "the server's output, for all files that share it,");
}

/** A server that nobody else has, for tests that restart it, fill it, count what it has, or read all that it wrote. */
export function useOwnServer(options: ServerOptions = {}): () => TestServer {
  let server: TestServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(() => server?.dispose());
  return showingOutput(() => server, "the server's output");
}

/** What the server writes during a test that fails is shown. */
function showingOutput<S extends { readonly output: string }>(
  find: () => S | undefined,
  title: string,
): () => S {
  const current = (): S => {
    const server = find();
    if (server === undefined) throw new Error("The server has not been started.");
    return server;
  };
  beforeEach(({ onTestFailed }) => {
    const mark = current().output.length;
    onTestFailed(() => showOutput(title, current().output.slice(mark)));
  });
  return current;
}

function showOutput(title: string, output: string): void {
  const text = output === "" ? "The server wrote nothing during this test.\n" : output;
  process.stderr.write(`--- ${title} during the failed test ---\n${text}---\n`);
}
