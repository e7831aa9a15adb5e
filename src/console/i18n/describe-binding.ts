import { formatBinding, type BindingProblem, type KeyBinding } from "../compose/key-binding";
import type { Messages } from "./messages";

/** A binding as its keys are labelled. */
export function describeBinding({ keys }: Messages, binding: KeyBinding): string {
  const { names } = keys;
  const key = isNamed(names, binding.key) ? names[binding.key] : binding.key;
  return formatBinding({ ...binding, key });
}

function isNamed(
  names: Messages["keys"]["names"],
  key: string,
): key is keyof Messages["keys"]["names"] {
  return Object.hasOwn(names, key);
}

export function describeBindingProblem({ keys }: Messages, problem: BindingProblem): string {
  switch (problem.reason) {
    case "no-key":
      return keys.problems.noKey;
    case "needs-modifier":
      return keys.problems.needsModifier;
    case "unknown-key":
      return keys.problems.unknownKey(problem.key);
  }
}
