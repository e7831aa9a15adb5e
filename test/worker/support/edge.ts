import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { createApp } from "../../../src/worker/app";
import type { Environment, SessionStub } from "../../../src/worker/environment";

const app = createApp();

/** The whole Worker with its real Durable Objects, as the test configuration sets it up. */
export function fetchWorker(path: string, init: RequestInit = {}): Promise<Response> {
  const worker = (exports as unknown as { readonly default: Fetcher }).default;
  return worker.fetch(`http://localhost${path}`, init);
}

export interface EdgeOptions {
  /** Worker variables without their prefix; nothing else is set. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly origin?: string;
  /** Takes the place of every session. */
  readonly session?: SessionStub;
  /** Told the name of each session that is asked for. */
  readonly onSession?: (name: string) => void;
}

export interface EdgeAnswer {
  readonly response: Response;
  /** Resolves when nothing of the request runs any more. */
  readonly settled: () => Promise<void>;
}

/** The HTTP edge alone, with settings of its own. */
export async function fetchEdge(
  path: string,
  init: RequestInit = {},
  {
    variables = { OPEN_LOCAL: "1" },
    origin = "http://localhost",
    session,
    onSession,
  }: EdgeOptions = {},
): Promise<EdgeAnswer> {
  const bindings = env as unknown as Environment;
  const environment: Record<string, unknown> = {
    SESSION: {
      getByName: (name: string) => {
        onSession?.(name);
        return session ?? bindings.SESSION.getByName(name);
      },
    },
    DIRECTORY: bindings.DIRECTORY,
    ASSETS: bindings.ASSETS,
  };
  for (const [name, value] of Object.entries(variables))
    environment[`MOTIVE_PROXY_${name}`] = value;
  const context = createExecutionContext();
  const request = new Request(origin + path, init);
  const response = await app.fetch(request, environment, context);
  return { response, settled: () => waitOnExecutionContext(context) };
}

export function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

/** A body that is sent in chunks, so that its length is not announced. */
export function chunked(chunk: Uint8Array, count: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent === count) controller.close();
      else controller.enqueue(chunk.slice());
      sent += 1;
    },
  });
}
