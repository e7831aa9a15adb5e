import { signal } from "@preact/signals";

/** Several things at once are said in one breath. */
const GATHER_MS = 300;
/** Then it is gone, so that a region that comes later does not say it again. */
const SAID_MS = 3_000;

const said = signal("");
let gathered: string[] = [];
let timer: ReturnType<typeof setTimeout> | null = null;
let clearTimer: ReturnType<typeof setTimeout> | undefined;

/** Says a sentence to whoever listens to the page with a screen reader, when they have a moment. */
export function announce(text: string): void {
  if (!gathered.includes(text)) gathered.push(text);
  timer ??= setTimeout(say, GATHER_MS);
}

function say(): void {
  timer = null;
  const text = gathered.join(" ");
  gathered = [];
  // The same words again are said again only if the region changes.
  said.value = said.peek() === text ? `${text}\u00A0` : text;
  clearTimeout(clearTimer);
  clearTimer = setTimeout(() => {
    said.value = "";
  }, SAID_MS);
}

/** A live region, which must be there before anything is said: one for the page, and one in each dialog that is in front of it. */
export function Announcer() {
  return (
    <output class="visually-hidden" aria-live="polite" aria-atomic="true">
      {said}
    </output>
  );
}
