/**
 * A message of this page's own server, or null where it is none that the page knows. The server is of the page's own protocol version, which
 * the greeting says, so that only the type is looked at: the schemas are for the server, which must not trust a page.
 */
export function readMessage<Message extends { readonly type: string }>(
  text: string,
  types: Readonly<Record<Message["type"], true>>,
): Message | null {
  const value = parseJson(text);
  return isTyped(value) && Object.hasOwn(types, value.type) ? (value as Message) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No message of the protocol's, as any other that is unknown.
    return null;
  }
}

function isTyped(value: unknown): value is { readonly type: string } {
  return (
    typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
  );
}
