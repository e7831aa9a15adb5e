import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { TurnComparison, TurnFigures } from "./compare-turns.ts";
import type { HeldLoad, HeldResult } from "./held.ts";
import type { KeystrokeResult } from "./keystroke.ts";
import type { LongSessionResult } from "./long-session.ts";
import type { Side } from "./server.ts";
import { percentile } from "./statistics.ts";
import type { WaitResult } from "./wait.ts";

export interface Report {
  readonly turns: readonly TurnComparison[];
  readonly held: readonly {
    readonly load: HeldLoad;
    readonly side: Side;
    readonly result: HeldResult;
  }[];
  readonly waits: readonly { readonly side: Side; readonly result: WaitResult }[];
  readonly keystrokes: KeystrokeResult | null;
  readonly longSession: LongSessionResult | null;
}

/** What else the machine did when the run began; the runs themselves would hide it. */
const loadBefore = loadavg()[0] ?? 0;

const AIM_TURNS_RATIO = 0.6;
const AIM_P99_TO_MEDIAN = 10;
const AIM_LOADED_SECONDS = 12;
const TEN_MINUTES_SECONDS = 600;
const AIM_KEYSTROKE_MEDIAN_MS = 20;
const NAMES: Readonly<Record<Side, string>> = { floor: "floor", ours: "MotiveProxy" };

export function renderReport(report: Report): string {
  const sections = [
    introduction(),
    ...(report.turns.length > 0 ? [turnsSection(report.turns)] : []),
    ...(report.held.length > 0 ? [heldSection(report.held)] : []),
    ...(report.waits.length > 0 ? [waitSection(report.waits)] : []),
    ...(report.keystrokes === null ? [] : [keystrokeSection(report.keystrokes)]),
    ...(report.longSession === null ? [] : [longSessionSection(report.longSession)]),
  ];
  return `${sections.join("\n\n")}\n`;
}

function introduction(): string {
  const [processor] = cpus();
  return `# Benchmarks

Written by \`npm run bench\`. The floor is the least that a Worker and a Durable Object must do to swap two requests over a socket: no
storage, no checks, no heartbeats (\`bench/floor\`). It is started by the same scripts, with the same flags, and both are measured in
turns in one run, so that the ratios mean something on another machine, where the figures do not. The clients run on the same machine
and take their share of it.

**Everything here was measured locally, in \`wrangler dev\`. Cloudflare's network, where a deployed MotiveProxy runs, was not measured.**

- Date: ${new Date().toISOString().slice(0, 10)}
- Command: \`npm run bench${process.argv.slice(2).length > 0 ? ` -- ${process.argv.slice(2).join(" ")}` : ""}\`
- Machine: ${cpus().length} cores (${processor?.model.trim() ?? "unknown"}), ${(totalmem() / 1024 ** 3).toFixed(0)} GiB of memory; load before the run: ${loadBefore.toFixed(1)}
- Versions: Node ${process.versions.node}, wrangler ${versionOf("wrangler")}, workerd ${versionOf("workerd")}`;
}

function turnsSection(comparisons: readonly TurnComparison[]): string {
  const rows = comparisons.flatMap(({ load, floor, ours }) => [
    turnRow(load.sessions, "floor", floor, ""),
    turnRow(load.sessions, "ours", ours, percent(ours.turnsPerSecond / floor.turnsPerSecond)),
  ]);
  const [first] = comparisons;
  const verdicts = comparisons.map(({ load, floor, ours, ratioRange }) => {
    const ratio = ours.turnsPerSecond / floor.turnsPerSecond;
    const range = ratioRange.map(percent).join(" to ");
    return `- ${load.sessions} ${plural(load.sessions, "session")}: ${percent(ratio)} of the floor's turns (rounds: ${range}); aim ${percent(AIM_TURNS_RATIO)}: ${verdict(ratio >= AIM_TURNS_RATIO)}. 99th percentile ${(ours.p99Ms / ours.p50Ms).toFixed(1)} × the median${tailVerdict(load.sessions, ours)}.`;
  });
  return `## Turns

Each session has a caller and a responder that answers at once, so the caller's whole round trip is latency that was added. Both resend
their full histories, which grow to ${first?.load.turnsPerSession ?? 0} turns; every answer is checked. Each figure is the median of ${first?.rounds ?? 0} rounds. Processor time is that
of all the server's processes, and depends less than the rest on what else the machine does.

${table(
  [
    "sessions",
    "",
    "turns/s",
    "of the floor",
    "median ms",
    "90 % ms",
    "99 % ms",
    "max ms",
    "processor ms/turn",
  ],
  rows,
)}

${verdicts.join("\n")}`;
}

function turnRow(sessions: number, side: Side, figures: TurnFigures, ratio: string): string[] {
  return [
    String(sessions),
    NAMES[side],
    figures.turnsPerSecond.toFixed(1),
    ratio,
    figures.p50Ms.toFixed(1),
    figures.p90Ms.toFixed(1),
    figures.p99Ms.toFixed(1),
    figures.maxMs.toFixed(1),
    figures.processorMsPerTurn.toFixed(1),
  ];
}

function tailVerdict(sessions: number, { p99Ms, p50Ms }: TurnFigures): string {
  if (sessions < 64) return "";
  return `; aim under ${AIM_P99_TO_MEDIAN} ×: ${verdict(p99Ms < AIM_P99_TO_MEDIAN * p50Ms)}`;
}

function heldSection(results: Report["held"]): string {
  const rows = results.map(({ load, side, result }) => [
    NAMES[side],
    `${load.sessions} × ${load.turnsPerSession}`,
    `${result.rightAnswers} of ${result.requests}`,
    perRequest(result, result.peak.residentKib - result.before.residentKib),
    perRequest(result, result.peak.proportionalKib - result.before.proportionalKib),
    perRequest(result, result.settled.residentKib - result.before.residentKib),
    `${result.objectsAtPeak} → ${result.objectsWhenSettled}`,
    result.answeringSeconds.toFixed(1),
  ]);
  return `## Requests held at once

Callers that wait while nobody answers; then every one is answered, and every answer is checked. Memory is that of the runtime's
processes beyond what they had before, for each held request: resident at its peak, the same with shared pages counted once, and
resident once every object had the time to be unloaded. The runtime gives little of it back to the system in between, so the last is an
upper bound.

${table(
  [
    "",
    "sessions × turns",
    "right answers",
    "KiB at peak",
    "KiB at peak, shared once",
    "KiB settled",
    "objects in memory, peak → settled",
    "s to answer all",
  ],
  rows,
)}`;
}

function perRequest({ requests }: HeldResult, kib: number): string {
  return (kib / requests).toFixed(1);
}

function waitSection(waits: Report["waits"]): string {
  const rows = waits.map(({ side, result }) => [
    NAMES[side],
    result.waitSeconds.toFixed(0),
    result.inMemorySeconds.toFixed(1),
    result.unloadedAfterSeconds?.toFixed(1) ?? "never",
    String(result.wakeUps),
    side === "ours" ? String(result.loadsInLog) : "",
    result.isAnswerRight ? "right" : "wrong",
  ]);
  return `## A person's wait

A program asks, the question is shown to a person's client, the person thinks. For how long is the Session in memory, which is what
costs? The runtime holds an object's database open for as long as the object is in memory, and no longer: its open files are looked at ten
times a second. The Session's own log says how often it was loaded, the first time before the question.

${table(
  [
    "",
    "wait s",
    "in memory s",
    "unloaded after s",
    "wake-ups before the answer",
    "loads in the log",
    "answer",
  ],
  rows,
)}

${waits.flatMap(({ side, result }) => (side === "ours" ? [waitVerdict(result)] : [])).join("\n")}`;
}

function waitVerdict({ waitSeconds, inMemorySeconds, wakeUps }: WaitResult): string {
  const isMet = verdict(inMemorySeconds <= AIM_LOADED_SECONDS);
  if (waitSeconds >= TEN_MINUTES_SECONDS) {
    return `Aim: at most ${AIM_LOADED_SECONDS} s of ten minutes: ${isMet}.`;
  }
  if (wakeUps > 0) {
    return `The Session was loaded again during this wait, so nothing can be said of ten minutes from it.`;
  }
  return `Aim: at most ${AIM_LOADED_SECONDS} s of ten minutes: ${isMet} so far. This wait was shorter; the Session was not loaded again in it, and a longer one costs no more as long as that holds. \`npm run bench -- --ten-minutes\` waits in full.`;
}

function keystrokeSection({ latenciesMs, clockErrorMs, isTextRight }: KeystrokeResult): string {
  const at = (rank: number): string => percentile(latenciesMs, rank).toFixed(1);
  const isMet = percentile(latenciesMs, 50) < AIM_KEYSTROKE_MEDIAN_MS;
  return `## From a keystroke to the client

A person types in a Chromium, at a quick typist's speed, and the \`openai\` package reads the stream. Each keystroke that begins a word
lets the one before it go: from the moment in which the browser has the key to the one in which the client has the delta. Between them lie
the page, its socket, the Session, which stores the piece before it sends it, and the response. The clocks of the two processes were
compared to ${clockErrorMs.toFixed(1)} ms.

${table(
  ["keystrokes", "median ms", "90 % ms", "95 % ms", "99 % ms", "max ms", "text"],
  [
    [
      String(latenciesMs.length),
      at(50),
      at(90),
      at(95),
      at(99),
      at(100),
      isTextRight ? "right" : "wrong",
    ],
  ],
)}

Aim: a median under ${AIM_KEYSTROKE_MEDIAN_MS} ms: ${verdict(isMet)}.`;
}

function longSessionSection(result: LongSessionResult): string {
  const { turns, openingsMs, echoesMs, longTasksMs } = result;
  const longest = longTasksMs.length === 0 ? "none" : `${Math.max(...longTasksMs).toFixed(0)} ms`;
  return `## A long session in the console

A session of ${turns} turns, whose client sends the whole conversation each time, with a question that waits. Opening it: from the navigation to
an editor that takes input, without a cache and on a processor that Chromium slows down to a quarter. Typing in it, at the processor's own
speed: from a keystroke to the end of the frame that shows it.

${table(
  [
    "turns",
    "opening, median ms",
    "keystroke to frame, median ms",
    "95 % ms",
    "max ms",
    "longest task while typing",
  ],
  [
    [
      String(turns),
      percentile(openingsMs, 50).toFixed(0),
      percentile(echoesMs, 50).toFixed(1),
      percentile(echoesMs, 95).toFixed(1),
      percentile(echoesMs, 100).toFixed(1),
      longest,
    ],
  ],
)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map(tableRow).join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function verdict(isMet: boolean): string {
  return isMet ? "met" : "**not met**";
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

function versionOf(name: string): string {
  const file = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
