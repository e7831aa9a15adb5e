import { signal } from "@preact/signals";

/** The whole console is made anew whenever this changes, with new connections. */
export const consoleGeneration = signal(0);

export function restartConsole(): void {
  consoleGeneration.value += 1;
}
