import { booleanOf, storedSignal } from "../state/stored-signal";

/** How this person reads and writes, in every session. */
export const isMarkdownShown = storedSignal("markdown", false, booleanOf);
export const isSideBySide = storedSignal("side-by-side", true, booleanOf);
/** Enter sends, and Shift+Enter begins a line; the other way round it is Ctrl or Command that sends. */
export const isEnterSend = storedSignal("enter-sends", false, booleanOf);
