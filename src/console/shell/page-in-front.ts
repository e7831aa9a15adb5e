import { signal, type ReadonlySignal } from "@preact/signals";

const inFront = signal(read());

/** Whether somebody can be looking at this page. */
export const isPageInFront: ReadonlySignal<boolean> = inFront;

function read(): boolean {
  return document.visibilityState === "visible";
}

document.addEventListener("visibilitychange", () => {
  inFront.value = read();
});
