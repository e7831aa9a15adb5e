/** A link out of an untrusted text, in a form that a browser may follow; null where it must stay text. */
export function safeLink(address: string): string | null {
  // Browsers drop blanks and control characters inside of a scheme, so that a scheme is only trusted after the URL parser read it.
  if (!URL.canParse(address)) return null;
  const { protocol, href } = new URL(address);
  return protocol === "http:" || protocol === "https:" || protocol === "mailto:" ? href : null;
}
