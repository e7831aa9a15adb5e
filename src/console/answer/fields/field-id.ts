import type { FieldPath } from "../../schema-form/form-node";

/** The id of a field's control in the page. Names of properties can hold anything, and an id must hold no blank. */
export function fieldId(prefix: string, path: FieldPath): string {
  return [prefix, ...path.map(stepId)].join(".");
}

function stepId(step: string | number): string {
  // A property may be called "0", which is no item.
  return typeof step === "number"
    ? String(step)
    : `-${step.replaceAll(/[^A-Za-z0-9]/g, (unit) => `_${unit.charCodeAt(0).toString(16)}_`)}`;
}
