let token: string | null = null;
let listener: (token: string) => void = () => {};

/**
 * Takes an invitation's token out of the address before anything else is loaded, so that it is in no history, no screenshot and no
 * bookmark. It is kept in memory alone. A second link that is opened in the same tab changes only what stands behind `#`, and loads
 * nothing, so that it is waited for.
 */
export function takeAddressToken(): void {
  take();
  addEventListener("hashchange", take);
}

function take(): void {
  if (location.pathname !== "/join" || location.hash.length < 2) return;
  token = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
  listener(token);
}

export function addressToken(): string | null {
  return token;
}

/** One page listens at a time. Returns how to stop. */
export function onAddressToken(changed: (token: string) => void): () => void {
  listener = changed;
  return () => {
    listener = () => {};
  };
}
