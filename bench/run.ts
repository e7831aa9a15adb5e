// `npm run bench`: measures the product beside a floor, in one run on one machine, so that the ratios
// mean something where the figures do not. See docs/benchmarks.md, which a full run writes.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { compareTurns, type TurnPlan } from "./compare-turns.ts";
import { measureHeld, type HeldLoad, type HeldResult } from "./held.ts";
import { measureKeystrokes } from "./keystroke.ts";
import { measureLongSession } from "./long-session.ts";
import { canMeasureProcesses } from "./processes.ts";
import { renderReport, type Report } from "./report.ts";
import { Server, type Side } from "./server.ts";
import { measureWait, type WaitResult } from "./wait.ts";

const HELP = `Usage: npm run bench -- [options]

  --quick         a smoke run of about a minute, too short for figures; writes no report
  --ten-minutes   waits for ten minutes where a person thinks, instead of for one
  --only PART     measures one part only: turns, held, wait, keystroke or
                  session; writes no report
  --help          this text`;

const REPORT_FILE = fileURLToPath(new URL("../docs/benchmarks.md", import.meta.url));

interface Plan {
  readonly turns: TurnPlan;
  readonly held: readonly HeldLoad[];
  readonly waitMs: number;
  /** How many are typed, of which each lets one go. */
  readonly keystrokeWords: number;
  readonly longSessionTurns: number;
}

const FULL: Plan = {
  turns: {
    rounds: 3,
    warmUp: { sessions: 16, repeats: 2, turnsPerSession: 40 },
    loads: [
      { sessions: 1, repeats: 4, turnsPerSession: 30 },
      { sessions: 16, repeats: 1, turnsPerSession: 30 },
      { sessions: 64, repeats: 1, turnsPerSession: 30 },
    ],
  },
  held: [
    { sessions: 2_000, turnsPerSession: 1, settleMs: 20_000 },
    { sessions: 40, turnsPerSession: 50, settleMs: 20_000 },
  ],
  waitMs: 60_000,
  keystrokeWords: 400,
  longSessionTurns: 300,
};

const QUICK: Plan = {
  turns: {
    rounds: 1,
    warmUp: { sessions: 4, repeats: 1, turnsPerSession: 5 },
    loads: [
      { sessions: 1, repeats: 1, turnsPerSession: 10 },
      { sessions: 16, repeats: 1, turnsPerSession: 5 },
    ],
  },
  held: [{ sessions: 50, turnsPerSession: 1, settleMs: 1_500 }],
  waitMs: 12_000,
  keystrokeWords: 30,
  longSessionTurns: 20,
};

const TEN_MINUTES_MS = 600_000;

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    "ten-minutes": { type: "boolean", default: false },
    only: { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (options.help) console.log(HELP);
else await run();

async function run(): Promise<void> {
  const basis = options.quick ? QUICK : FULL;
  const plan = options["ten-minutes"] ? { ...basis, waitMs: TEN_MINUTES_MS } : basis;
  const wants = (part: string): boolean => options.only === undefined || options.only === part;
  if (!canMeasureProcesses) {
    console.log("This system has no /proc: processor time, memory and unloading are not measured.");
  }
  const report: Report = {
    turns: wants("turns") ? await compareTurns(plan.turns) : [],
    held: wants("held") ? await holdMany(plan.held) : [],
    waits: wants("wait") ? await waitLong(plan.waitMs) : [],
    keystrokes: wants("keystroke") ? await typeWords(plan.keystrokeWords) : null,
    longSession: wants("session") ? await openLongSession(plan.longSessionTurns) : null,
  };
  const text = renderReport(report);
  console.log(`\n${text}`);
  if (!options.quick && options.only === undefined) writeFileSync(REPORT_FILE, text);
  if (!isAllAnswered(report)) process.exitCode = 1;
}

async function holdMany(loads: readonly HeldLoad[]): Promise<Report["held"]> {
  const results: { load: HeldLoad; side: Side; result: HeldResult }[] = [];
  for (const load of loads) {
    // The floor answers in the order of arrival from one socket only, so it knows one turn a session.
    const sides: readonly Side[] = load.turnsPerSession === 1 ? ["floor", "ours"] : ["ours"];
    for (const side of sides) {
      const result = await withServer(side, {}, (server) => measureHeld(server, load));
      results.push({ load, side, result });
      console.log(
        `held ${side} ${load.sessions} × ${load.turnsPerSession}: ${result.rightAnswers} of ${result.requests} right`,
      );
      for (const failure of new Set(result.failures.slice(0, 5))) console.log(`  ${failure}`);
    }
  }
  return results;
}

async function waitLong(waitMs: number): Promise<Report["waits"]> {
  if (!canMeasureProcesses) return [];
  const settings = { MOTIVE_PROXY_LOG_LEVEL: "debug" };
  const measure = async (side: Side): Promise<{ side: Side; result: WaitResult }> => ({
    side,
    result: await withServer(side, settings, (server) => measureWait(server, waitMs)),
  });
  console.log(`A person thinks for ${waitMs / 1000} s…`);
  return Promise.all([measure("floor"), measure("ours")]);
}

async function typeWords(words: number): Promise<Report["keystrokes"]> {
  console.log(`A person types ${words} words…`);
  return withServer("ours", {}, (server) => measureKeystrokes(server, words));
}

async function openLongSession(turns: number): Promise<Report["longSession"]> {
  console.log(`A session of ${turns} turns in the console…`);
  return withServer("ours", {}, (server) => measureLongSession(server, turns));
}

/** A server of its own for each measurement of memory: what an earlier one left would count. */
async function withServer<T>(
  side: Side,
  settings: Readonly<Record<string, string>>,
  measure: (server: Server) => Promise<T>,
): Promise<T> {
  const server = await Server.start(side, settings);
  try {
    return await measure(server);
  } finally {
    await server.stop();
  }
}

function isAllAnswered({ held, waits, keystrokes }: Report): boolean {
  const isHeldAnswered = held.every(({ result }) => result.rightAnswers === result.requests);
  return (
    keystrokes?.isTextRight !== false &&
    isHeldAnswered &&
    waits.every(({ result }) => result.isAnswerRight)
  );
}
