/** Schedules that fail with a bug which the state machine once had, each with a sentence on the bug. */
export const REGRESSION_SEEDS: readonly { readonly seed: number; readonly bug: string }[] = [
  { seed: 7, bug: "a side request whose leg was opened again became a turn" },
  { seed: 8, bug: "a second responder's greeting answered what the first was shown" },
  { seed: 27, bug: "a program was seated by what a client with a named seat had done" },
  { seed: 50, bug: "a question was abandoned by a conversation that holds its answer" },
  { seed: 238, bug: "a hold with a new prompt still counted as showing its old one" },
  { seed: 249, bug: "a client that did not answer a probe counted as present" },
  { seed: 549, bug: "a retry was shown a prompt that was answered or given up meanwhile" },
  { seed: 21_497, bug: "one responder's history confirmed a prompt that was under way to another" },
  { seed: 21_777, bug: "a retry that took over an earlier one ended the probes for itself" },
  { seed: 501_521, bug: "words after a help and a fault answered a prompt that got lost" },
  { seed: 510_078, bug: "words after helps alone answered a prompt that got lost" },
  { seed: 512_962, bug: "words after helps alone answered a prompt that got lost" },
  { seed: 516_095, bug: "words after helps alone answered a prompt that got lost" },
];
