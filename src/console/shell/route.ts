import { signal, type ReadonlySignal } from "@preact/signals";
import { parseRoute, type Route } from "./parse-route";

export { sessionPath } from "./parse-route";

const current = signal<Route>(parseRoute(location.pathname));

/** What the address bar says. */
export const route: ReadonlySignal<Route> = current;

/** How many times somebody went elsewhere on this page; the first view must not take the focus. */
export const navigationCount = signal(0);

/** Goes to a path of the console without loading the page again. */
export function navigate(path: string, options: { readonly isReplacing?: boolean } = {}): void {
  if (path === location.pathname) return;
  if (options.isReplacing) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  follow();
}

/** For a link's click: the browser keeps what it does with other keys and buttons, such as a new tab. */
export function navigateOnClick(event: MouseEvent, path: string): void {
  const { button, ctrlKey, metaKey, shiftKey, altKey } = event;
  if (event.defaultPrevented || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
  event.preventDefault();
  navigate(path);
}

function follow(): void {
  current.value = parseRoute(location.pathname);
  navigationCount.value += 1;
}

addEventListener("popstate", follow);
