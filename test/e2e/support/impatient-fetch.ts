/** The class of the agent that Node's own `fetch` uses; Node exports it nowhere else. */
type AgentClass = new (limits: {
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
}) => unknown;

const GLOBAL_AGENT = Symbol.for("undici.globalDispatcher.1");

/**
 * Node's `fetch` with both of its limits shortened: `headersTimeout`, until the headers come, and `bodyTimeout`, between two pieces
 * of the body. Each is 300 s by default, and nothing else about it is changed.
 */
export async function createImpatientFetch(limitMs: number): Promise<typeof fetch> {
  // The agent is made at the first use.
  await fetch("data:,");
  const agent = (globalThis as Record<symbol, unknown>)[GLOBAL_AGENT];
  const Agent = Object.getPrototypeOf(agent).constructor as AgentClass;
  const dispatcher = new Agent({ headersTimeout: limitMs, bodyTimeout: limitMs });
  return function impatientFetch(input, init) {
    return fetch(input, { ...init, dispatcher } as RequestInit);
  };
}
