/** Puts the focus on the heading of the view that somebody went to, for screen readers to say where they are. */
export function focusHeading(frame: HTMLElement | null): void {
  const view = frame?.querySelector("[data-main]");
  const heading = view?.querySelector<HTMLElement>("h1, h2") ?? null;
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}
