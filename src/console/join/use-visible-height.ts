import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Keeps a page above the keyboard of a phone. Where the browser does not make the page smaller for it, as Safari does not, only the
 * visual viewport tells.
 */
export function useVisibleHeight(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { visualViewport } = globalThis;
    if (visualViewport === null || visualViewport === undefined) return undefined;
    const follow = (): void => {
      // While somebody has zoomed in, the page keeps its size.
      if (visualViewport.scale > 1.05) return;
      page.current?.style.setProperty("--visible-height", `${visualViewport.height}px`);
      if (visualViewport.offsetTop > 0) scrollTo(0, 0);
    };
    follow();
    visualViewport.addEventListener("resize", follow);
    return () => visualViewport.removeEventListener("resize", follow);
  }, [page]);
}
