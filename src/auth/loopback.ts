/** True for the host names that a browser cannot be made to resolve to another machine. `hostname` as `URL` gives it. */
export function isLoopbackHostname(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * In open local mode there is no key that a foreign web page lacks, so a page's origin must be local too. Schemes other than
 * http(s) belong to desktop apps and extensions, which no web page can pose as; `null` is any sandboxed page.
 */
export function isLocalOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const isWebPage = url.protocol === "http:" || url.protocol === "https:";
  return isWebPage ? isLoopbackHostname(url.hostname) : true;
}
