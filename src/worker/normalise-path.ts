import type { Seat } from "../core/turn";

export interface NormalisedPath {
  /** The canonical path of the route, still percent-encoded. */
  readonly path: string;
  /** PAIR-1: the seat that the path names. */
  readonly seat: Seat | null;
}

/** The first segments of the paths that clients append to a base URL. */
const API_HEADS: ReadonlySet<string> = new Set(["chat", "models"]);

/**
 * People give base URLs with `/v1`, without it, twice, and with stray slashes, and clients join them as they like. All of these
 * name the same route. An id with a slash of its own keeps it; one with empty segments has to be percent-encoded.
 */
export function normalisePath(pathname: string): NormalisedPath {
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const seat = seatOf(segments[0]);
  const rest = seat === null ? segments : segments.slice(1);
  const apiStart = rest.findIndex((segment) => segment !== "v1");
  const apiHead = apiStart < 0 ? undefined : rest[apiStart];
  if (apiHead !== undefined && API_HEADS.has(apiHead)) {
    return { path: `/v1/${rest.slice(apiStart).join("/")}`, seat };
  }
  // A seat before anything but an API means nothing, so the path stays unknown with it.
  return { path: `/${segments.join("/")}`, seat };
}

function seatOf(segment: string | undefined): Seat | null {
  return segment === "caller" || segment === "responder" ? segment : null;
}
