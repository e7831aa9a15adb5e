import type { FuzzRequest } from "./any-request.ts";
import { ROUTES } from "./routes.ts";

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where it was not read, as with a request that is held. */
  readonly body: string | null;
}

/** Stacks, paths, and names that only this code has. Requests do not contain them, so no answer quotes them. */
const INTERNALS =
  /\n\s+at |\.[cm]?[jt]s:\d|node_modules|\/src\/|file:\/\/|\bSession\b|\bDirectory\b|[Dd]urable|SQLITE|sqlite|\bworkerd\b|miniflare|wrangler|\bzod\b|TypeError|RangeError|SyntaxError:|\[object |(?<!received )\bundefined\b/;
/** The one product name that an error gives as a remedy. */
const ALLOWED = /npx wrangler secret put|no session|this session|a session|the session|session's/gi;

const ERROR_KEYS = "code,message,param,type";
const ANTHROPIC_ERROR_KEYS = "details,message,type";
const GOOGLE_ERROR_KEYS = "code,details,message,status";

/** What is wrong with an answer; empty if nothing is. */
export function findFaults(request: FuzzRequest, answer: FuzzAnswer): readonly string[] {
  const faults: string[] = [];
  const { status, headers, body } = answer;
  const route = ROUTES.find(({ name }) => name === request.route);
  if (route === undefined || !route.statuses.includes(status))
    faults.push(`The status ${status} is not one of the route's.`);
  for (const name of ["x-request-id", "x-content-type-options", "content-security-policy"])
    if (headers[name] === undefined) faults.push(`The header ${name} is missing.`);
  if (status >= 400 && request.method !== "HEAD") faults.push(...faultsOfError(request, answer));
  // A transcript and a chat answer quote what clients said; an error is the server's own.
  if (status >= 400 && body !== null) {
    const told = body.replaceAll(ALLOWED, "");
    const found = INTERNALS.exec(told);
    if (found !== null) faults.push(`The answer tells ${JSON.stringify(found[0])}.`);
  }
  return faults;
}

function faultsOfError({ path }: FuzzRequest, { headers, body }: FuzzAnswer): readonly string[] {
  if (!(headers["content-type"] ?? "").includes("application/json"))
    return [`The error's type is ${headers["content-type"] ?? "missing"}.`];
  if (body === null) return [];
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    // Ollama's errors are sentences.
    if (typeof error === "string" && path.includes("api"))
      return error === "" ? ["The error says nothing."] : [];
    const keys = typeof error === "object" && error !== null ? Object.keys(error) : [];
    const { message } = (error ?? {}) as { message?: unknown };
    // A path that is written oddly may lead nowhere, and not to the dialect that it resembles.
    const shapes = [
      ERROR_KEYS,
      ...(path.includes("messages") ? [ANTHROPIC_ERROR_KEYS] : []),
      ...(/v1beta|%3A|:/i.test(path) ? [GOOGLE_ERROR_KEYS] : []),
    ];
    const isWhole =
      shapes.includes(keys.toSorted().join(",")) && typeof message === "string" && message !== "";
    return isWhole ? [] : [`The error has another shape: ${body.slice(0, 200)}`];
  } catch {
    return [`The error is no JSON: ${body.slice(0, 200)}`];
  }
}
