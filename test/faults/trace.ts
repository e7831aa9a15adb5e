import type { TranscriptEvent } from "../e2e/support/sessions.ts";

interface TraceLine {
  readonly atMs: number;
  readonly text: string;
}

/** What happened to one conversation outside the server, in the order of time; printed beside its transcript when it fails. */
export class Trace {
  readonly #lines: TraceLine[] = [];

  add(text: string): void {
    this.#lines.push({ atMs: Date.now(), text });
  }

  /** Joined with the server's own record. */
  render(events: readonly TranscriptEvent[]): string {
    const startMs = Math.min(...[...this.#lines, ...events.map(lineOf)].map(({ atMs }) => atMs));
    return [...this.#lines, ...events.map(lineOf)]
      .toSorted((a, b) => a.atMs - b.atMs)
      .map(({ atMs, text }) => `${String(atMs - startMs).padStart(7)}  ${text}`)
      .join("\n");
  }
}

function lineOf(event: TranscriptEvent): TraceLine {
  const { type, atMs, ...fields } = event;
  const text = JSON.stringify(fields, (key, value: unknown) => {
    if (key === "sequence") return undefined;
    return typeof value === "string" && value.length > 60 ? `${value.slice(0, 60)}…` : value;
  });
  return { atMs: Number(atMs), text: `    server: ${type} ${text}` };
}
