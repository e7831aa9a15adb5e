import { fail, succeed, type Result } from "./result";
import { parseSessionName, type SessionNameProblem } from "./session-name";

/** The sessions that a credential opens. A name may hold a literal `*`, so the two are told apart by their kind. */
export type SessionScope =
  | { readonly kind: "session"; readonly name: string }
  | { readonly kind: "pattern"; readonly pattern: string };

export type SessionPatternProblem = SessionNameProblem | "no-wildcard";

/** A pattern is written like a name, and stands for all names that it gives with any text, or none, in place of each `*`. */
export function parseSessionPattern(text: string): Result<string, SessionPatternProblem> {
  const pattern = parseSessionName(text);
  if (!pattern.ok) return pattern;
  return pattern.value.includes("*") ? succeed(pattern.value) : fail("no-wildcard");
}

/** Null stands for all sessions. */
export function isInScope(scope: SessionScope | null, name: string): boolean {
  if (scope === null) return true;
  return scope.kind === "session" ? scope.name === name : matchesPattern(scope.pattern, name);
}

/**
 * Takes the parts between the wildcards one after the other, each at its first place. What a part skipped can be skipped by the
 * wildcard before it, so nothing has to be tried twice, as a regular expression would.
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const parts = pattern.split("*");
  const first = parts.shift() ?? "";
  const last = parts.pop();
  if (last === undefined) return name === pattern;
  if (name.length < first.length + last.length) return false;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  const end = name.length - last.length;
  let position = first.length;
  for (const part of parts) {
    const found = name.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}

/** What every name that matches begins with. */
export function prefixOfPattern(pattern: string): string {
  return pattern.slice(0, pattern.indexOf("*"));
}
