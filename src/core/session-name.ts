import { LIMITS } from "./limits";
import { fail, succeed, type Result } from "./result";

export type SessionNameProblem =
  | "missing"
  | "empty"
  | "too-long"
  | "control-character"
  | "no-address";

/** Ollama's clients, and Open WebUI, add it to every name that has no tag of its own. */
const DEFAULT_TAG = ":latest";

/** Browsers and servers take these out of every path, encoded or not, so that no address could name them. */
const DOT_SEGMENT = /^\.{1,2}$/;

/** Any non-empty name up to 256 characters without control characters, NFC-normalised, is a session; but not `.` and `..`. */
export function parseSessionName(name: string | undefined): Result<string, SessionNameProblem> {
  if (name === undefined) return fail("missing");
  const normalised = withoutDefaultTag(name.normalize("NFC").trim());
  if (normalised === "") return fail("empty");
  if ([...normalised].length > LIMITS.sessionNameCharsMax) return fail("too-long");
  // A lone surrogate is no character either: it cannot be stored as UTF-8 and would come back as another name.
  if (/[\p{Cc}\p{Cs}]/u.test(normalised)) return fail("control-character");
  if (DOT_SEGMENT.test(normalised)) return fail("no-address");
  return succeed(normalised);
}

function withoutDefaultTag(name: string): string {
  const isTagged = name.length > DEFAULT_TAG.length && name.endsWith(DEFAULT_TAG);
  return isTagged ? name.slice(0, -DEFAULT_TAG.length) : name;
}
