import { useSignal, useSignalEffect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

const GAP_PX = 4;
const EDGE_PX = 8;

export interface PopoverProps {
  /** A button opens it by this id, with `popovertarget`. */
  readonly id: string;
  /** The button that it stands beside, of the several that may open it; the only one without this. */
  readonly opener?: () => Element | null;
  readonly children: ComponentChildren;
}

/** A small panel beside the button that opens it, on top of everything. The browser closes it, and gives the focus back. */
export function Popover({ id, opener, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const isOpen = useSignal(false);
  useSignalEffect(() => {
    const element = panel.current;
    if (!isOpen.value || element === null) return undefined;
    // What is in it may come a moment later.
    const observer = new ResizeObserver(() => place(element, opener?.() ?? findOpener(id)));
    observer.observe(element);
    return () => observer.disconnect();
  });
  return (
    <div
      ref={panel}
      id={id}
      popover="auto"
      class="popover"
      onBeforeToggle={(event) => {
        isOpen.value = event.newState === "open";
      }}
    >
      {isOpen.value ? children : null}
    </div>
  );
}

function findOpener(id: string): Element | null {
  return document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
}

/** Below the button where there is room, above it otherwise, and never beyond the window. */
function place(panel: HTMLElement, opener: Element | null): void {
  if (opener === null) return;
  const button = opener.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const below = button.bottom + GAP_PX;
  const top = below + height > innerHeight - EDGE_PX ? button.top - GAP_PX - height : below;
  const left = Math.min(button.right - width, innerWidth - width - EDGE_PX);
  panel.style.top = `${Math.max(EDGE_PX, top)}px`;
  panel.style.left = `${Math.max(EDGE_PX, left)}px`;
}
