import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useCallback, useEffect, useRef } from "preact/hooks";

/** A reader this near to the end wants to stay there. */
const NEAR_PX = 48;

export interface EndFollower {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly content: RefObject<HTMLOListElement | null>;
  /** Whether something has come below what is shown. */
  readonly hasNewBelow: ReadonlySignal<boolean>;
  readonly goToEnd: () => void;
  readonly onScroll: () => void;
}

/**
 * Keeps a conversation at its end while it grows, as long as its reader has not scrolled up. Follows the size of the content, as pictures
 * and folds change it, too.
 */
export function useStickToEnd(newest: unknown): EndFollower {
  const scroller = useRef<HTMLElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  const hasNewBelow = useSignal(false);

  const goToEnd = useCallback((): void => {
    isAtEnd.current = true;
    hasNewBelow.value = false;
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, [hasNewBelow]);
  useEffect(() => {
    if (content.current === null || scroller.current === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) goToEnd();
    });
    observer.observe(content.current);
    observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [goToEnd]);
  useEffect(() => {
    if (isAtEnd.current) goToEnd();
    else hasNewBelow.value = true;
  }, [newest, goToEnd, hasNewBelow]);
  return {
    scroller,
    content,
    hasNewBelow,
    goToEnd,
    onScroll: () => {
      const element = scroller.current;
      if (element === null) return;
      const { scrollHeight, scrollTop, clientHeight } = element;
      isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      if (isAtEnd.current) hasNewBelow.value = false;
    },
  };
}
