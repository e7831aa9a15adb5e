import { parseSessionName } from "../../core/session-name";

export type Route =
  | { readonly page: "inbox" }
  | { readonly page: "session"; readonly sessionName: string }
  | { readonly page: "join" }
  | { readonly page: "unknown"; readonly path: string };

/** What a path shows. A session's name may be anything, so it is one encoded segment. */
export function parseRoute(path: string): Route {
  if (path === "/") return { page: "inbox" };
  if (path === "/join") return { page: "join" };
  const segment = /^\/s\/([^/]+)\/?$/.exec(path)?.[1];
  const name = segment === undefined ? null : decodeSegment(segment);
  if (name === null) return { page: "unknown", path };
  const parsed = parseSessionName(name);
  return parsed.ok ? { page: "session", sessionName: parsed.value } : { page: "unknown", path };
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    // Half of an encoded character, as in a link that was cut.
    return null;
  }
}

export function sessionPath(sessionName: string): string {
  return `/s/${encodeURIComponent(sessionName)}`;
}
