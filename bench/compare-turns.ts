import { Server, type Side } from "./server.ts";
import { median, percentile } from "./statistics.ts";
import { measureTurns, type TurnLoad, type TurnSample } from "./turns.ts";

export interface TurnPlan {
  readonly rounds: number;
  readonly warmUp: TurnLoad;
  readonly loads: readonly TurnLoad[];
}

/** Each figure is the median of its rounds. */
export interface TurnFigures {
  readonly turnsPerSecond: number;
  readonly processorMsPerTurn: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface TurnComparison {
  readonly load: TurnLoad;
  readonly rounds: number;
  readonly floor: TurnFigures;
  readonly ours: TurnFigures;
  /** The lowest and the highest ratio of turns per second that a round had. */
  readonly ratioRange: readonly [number, number];
}

/** Both servers run all the time and are measured in turns, so that what else the machine does hits both. */
export async function compareTurns(plan: TurnPlan): Promise<readonly TurnComparison[]> {
  const servers = { floor: await Server.start("floor"), ours: await Server.start("ours") };
  try {
    for (const side of ["floor", "ours"] as const) await measureTurns(servers[side], plan.warmUp);
    const comparisons: TurnComparison[] = [];
    for (const load of plan.loads) comparisons.push(await compareLoad(servers, load, plan.rounds));
    return comparisons;
  } finally {
    await Promise.all([servers.floor.stop(), servers.ours.stop()]);
  }
}

async function compareLoad(
  servers: Readonly<Record<Side, Server>>,
  load: TurnLoad,
  rounds: number,
): Promise<TurnComparison> {
  const samples: Record<Side, TurnSample[]> = { floor: [], ours: [] };
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const floor = await measureTurns(servers.floor, load);
    const ours = await measureTurns(servers.ours, load);
    samples.floor.push(floor);
    samples.ours.push(ours);
    ratios.push(ours.turnsPerSecond / floor.turnsPerSecond);
    console.log(
      `turns, ${load.sessions} sessions, round ${round}: floor ${describe(floor)}; ours ${describe(ours)}`,
    );
  }
  return {
    load,
    rounds,
    floor: summarise(samples.floor),
    ours: summarise(samples.ours),
    ratioRange: [Math.min(...ratios), Math.max(...ratios)],
  };
}

function summarise(samples: readonly TurnSample[]): TurnFigures {
  const medianOf = (figure: (sample: TurnSample) => number): number => median(samples.map(figure));
  const latency = (percent: number): number =>
    medianOf(({ latenciesMs }) => percentile(latenciesMs, percent));
  return {
    turnsPerSecond: medianOf((sample) => sample.turnsPerSecond),
    processorMsPerTurn: medianOf((sample) => sample.processorMsPerTurn),
    p50Ms: latency(50),
    p90Ms: latency(90),
    p99Ms: latency(99),
    maxMs: latency(100),
  };
}

function describe({ turnsPerSecond, latenciesMs, processorMsPerTurn }: TurnSample): string {
  const latency = `${median(latenciesMs).toFixed(0)} ms`;
  return `${turnsPerSecond.toFixed(0)}/s, ${latency}, ${processorMsPerTurn.toFixed(1)} ms of processor`;
}
