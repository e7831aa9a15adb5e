import type { Seat } from "../core/turn";

export interface NormalisedPath {
  /** The canonical path of the route, still percent-encoded. */
  readonly path: string;
  /** PAIR-1: the seat that the path names. */
  readonly seat: Seat | null;
}

/** How the vendors' paths begin. The last one given counts: `/v1/api/chat` is Ollama's, under a base URL that was meant for another. */
const API_PREFIXES: ReadonlySet<string> = new Set(["v1", "v1beta", "api"]);

/** The first segments that clients append to a base URL which should have ended with `/v1`. */
const API_HEADS: ReadonlySet<string> = new Set([
  "assistants",
  "audio",
  "batches",
  "chat",
  "complete",
  "completions",
  "containers",
  "conversations",
  "edits",
  "embeddings",
  "evals",
  "files",
  "fine_tuning",
  "images",
  "messages",
  "models",
  "moderations",
  "realtime",
  "responses",
  "skills",
  "threads",
  "uploads",
  "vector_stores",
  "videos",
]);

/**
 * People give base URLs with `/v1`, without it, twice, and with stray slashes, and clients join them as they like. All of these
 * name the same route. An id with a slash of its own keeps it; one with empty segments has to be percent-encoded.
 */
export function normalisePath(pathname: string): NormalisedPath {
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const seat = seatOf(segments[0]);
  const rest = seat === null ? segments : segments.slice(1);
  if (rest.length === 0) return { path: "/", seat };
  const apiStart = rest.findIndex((segment) => !API_PREFIXES.has(segment));
  const apiHead = apiStart < 0 ? undefined : rest[apiStart];
  const prefix = apiStart > 0 ? rest[apiStart - 1] : undefined;
  if (apiHead !== undefined && (prefix === "api" || API_HEADS.has(apiHead))) {
    return { path: `/${prefix ?? "v1"}/${rest.slice(apiStart).join("/")}`, seat };
  }
  // A seat before anything but an API means nothing, so the path stays unknown with it.
  return { path: `/${segments.join("/")}`, seat };
}

function seatOf(segment: string | undefined): Seat | null {
  return segment === "caller" || segment === "responder" ? segment : null;
}
