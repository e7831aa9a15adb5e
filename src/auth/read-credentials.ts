/** Where the vendors' SDKs put their keys: OpenAI and Anthropic, Anthropic, Azure, Gemini. */
const KEY_HEADERS = ["x-api-key", "api-key", "x-goog-api-key"] as const;

/**
 * All credentials of a request, wherever an SDK puts them. There can be several: a front proxy's own `Authorization` beside the
 * client's `x-api-key`.
 */
export function readCredentials(headers: Headers, url: URL): readonly string[] {
  const credentials = new Set<string>();
  const bearer = /^bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined) credentials.add(bearer.trim());
  for (const name of KEY_HEADERS) {
    const value = headers.get(name)?.trim();
    if (value) credentials.add(value);
  }
  const query = url.searchParams.get("key");
  if (query) credentials.add(query);
  return [...credentials];
}
