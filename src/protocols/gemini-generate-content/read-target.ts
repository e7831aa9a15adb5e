import type { Target } from "../codec";

/** What follows the last colon of a path. Each of Google's other methods is a 404. */
const METHODS = {
  generateContent: { operation: "chat", isStream: false },
  streamGenerateContent: { operation: "chat", isStream: true },
  countTokens: { operation: "count-tokens", isStream: false },
} as const;

/** The model and the method are in the path: `/v1beta/models/<name>:<method>`, and the name may have colons of its own. */
export function readTarget(path: string, query: URLSearchParams): Target | null {
  const text = decodePath(path);
  const [, resource] = /^\/v1(?:beta)?\/models\/(.+)$/s.exec(text ?? "") ?? [];
  if (resource === undefined) return null;
  const colon = resource.lastIndexOf(":");
  const model = resource.slice(0, Math.max(0, colon));
  const method = resource.slice(colon + 1);
  if (model === "" || !isMethod(method)) return null;
  const { operation, isStream } = METHODS[method];
  const framing = isStream ? { framing: framingOf(query) } : {};
  return { operation, hints: { operation, model, isStream, ...framing } };
}

/** Null where it is no valid percent-encoding. */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

function isMethod(name: string): name is keyof typeof METHODS {
  return Object.hasOwn(METHODS, name);
}

/** A stream is a JSON array unless the client asks for events. */
function framingOf(query: URLSearchParams): "sse" | "json-array" {
  const alt = query.get("alt") ?? query.get("$alt");
  return alt?.toLowerCase() === "sse" ? "sse" : "json-array";
}
