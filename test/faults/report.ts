import { PROBLEM_KINDS, type ProblemKind } from "./check.ts";
import type { ConversationResult } from "./conversation.ts";
import { FAULT_KINDS } from "./fault.ts";

const NO_FAULT = "(no fault before it)";

interface Row {
  readonly name: string;
  readonly count: number;
  readonly problems: Readonly<Record<ProblemKind, number>>;
}

/** Fault kind × how often it struck × what went wrong. A problem counts for the last fault before it in its conversation. */
export function renderTable(results: readonly ConversationResult[]): string {
  const names = [...FAULT_KINDS, NO_FAULT] as const;
  const rows = names.map((name) => rowOf(name, results));
  const total = results.flatMap(({ struck }) => struck).length;
  const lines = [
    ["fault", "count", ...PROBLEM_KINDS],
    ...[...rows, rowOf(null, results, total)].map(({ name, count, problems }) => [
      name,
      name === NO_FAULT ? "" : String(count),
      ...PROBLEM_KINDS.map((kind) => String(problems[kind])),
    ]),
  ];
  return lines.map(formatLine).join("\n");
}

function rowOf(name: string | null, results: readonly ConversationResult[], total = 0): Row {
  const problems = { lost: 0, duplicated: 0, misdelivered: 0, hung: 0 };
  let count = total;
  for (const result of results) {
    if (name !== null) count += result.struck.filter(({ kind }) => kind === name).length;
    for (const { kind, turn } of result.problems) {
      const cause = result.struck.findLast((fault) => fault.turn <= turn)?.kind ?? NO_FAULT;
      if (name === null || cause === name) problems[kind] += 1;
    }
  }
  return { name: name ?? "all", count, problems };
}

function formatLine([name = "", ...cells]: readonly string[]): string {
  return name.padEnd(26) + cells.map((cell) => cell.padStart(14)).join("");
}

export function renderProblems(results: readonly ConversationResult[]): string {
  return results
    .filter(({ problems }) => problems.length > 0)
    .map(renderFailure)
    .join("\n");
}

function renderFailure({ plan, problems, struck, failures }: ConversationResult): string {
  const { seed, caller, responder } = plan;
  const lines = [
    `seed ${seed}: npm run test:faults -- --seed ${seed} --conversations 1`,
    `  caller ${JSON.stringify(caller)}`,
    `  responder ${JSON.stringify(responder)}`,
    `  faults ${struck.map(({ kind, turn }) => `${turn + 1}: ${kind}`).join("; ")}`,
    ...problems.map(({ kind, what }) => `  ${kind}: ${what}`),
    ...Object.entries(failures).map(
      ([end, reasons]) => `  ${end} failed: ${reasons.join(" | ").slice(0, 600)}`,
    ),
  ];
  return lines.join("\n");
}
