import type { OutputUnit } from "@cfworker/json-schema";
import { isJsonObject, type JsonValue } from "../../core/json";
import type { FormModel } from "./form-model";
import type { FieldPath, FormField } from "./form-node";
import { readForm, type WritingProblem } from "./form-text";
import { mapIssue, type IssueFault } from "./map-issue";
import { fieldAt, insideChoice, joinPointer, pathOf, splitFragment } from "./pointer";
import { checkValue, keywordAt } from "./schema-context";

/** One thing to mend, at the field that shows it. */
export interface FormIssue {
  /** The place in the value, as a JSON pointer. */
  readonly pointer: string;
  /** The field at the place, or the nearest around it. */
  readonly path: FieldPath;
  readonly fault: IssueFault | { readonly kind: WritingProblem["reason"] };
}

export type FormVerdict =
  | { readonly type: "fits"; readonly text: string; readonly value: JsonValue }
  | { readonly type: "faulty"; readonly issues: readonly FormIssue[] }
  /** The schema itself cannot be used, which is the caller's fault: what is JSON may go. */
  | { readonly type: "unchecked"; readonly text: string; readonly value: JsonValue };

/** Whether what a form says is JSON, and fits its schema by the library that the server asks too. */
export function validateForm({ context, root }: FormModel): FormVerdict {
  const written = readForm(root);
  if (!written.ok)
    return {
      type: "faulty",
      issues: written.problems.map(({ reason, pointer, path }) => ({
        pointer,
        path,
        fault: { kind: reason },
      })),
    };
  const { text, value } = written;
  const verdict = checkValue(context, context.schema, value);
  if (verdict === null) return { type: "unchecked", text, value };
  if (verdict.isValid) return { type: "fits", text, value };
  const found = tellingUnits(root, verdict.units).flatMap((unit) => {
    const keyword = keywordAt(context, splitFragment(unit.keywordLocation));
    const tokens = splitFragment(unit.instanceLocation);
    // The chosen shape is right, as nothing in it is wrong: `oneOf` then minds that another one is right too.
    const isAmbiguous = chosenBranch(root, unit, verdict.units) !== undefined;
    return mapIssue(unit, keyword, valueAt(value, tokens), isAmbiguous).map((fault) =>
      issueAt(root, fault.kind === "required" ? [...tokens, fault.name] : tokens, fault),
    );
  });
  const issues = withoutRepeats(found);
  const unnamed = issueAt(root, [], { kind: "other", keyword: null });
  return { type: "faulty", issues: issues.length === 0 ? [unnamed] : issues };
}

function issueAt(root: FormField, tokens: readonly string[], fault: IssueFault): FormIssue {
  return { pointer: joinPointer(tokens), path: pathOf(root, tokens), fault };
}

function withoutRepeats(issues: readonly FormIssue[]): readonly FormIssue[] {
  const byText = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  return [...byText.values()];
}

function valueAt(value: JsonValue, tokens: readonly string[]): JsonValue | undefined {
  let place: JsonValue | undefined = value;
  for (const token of tokens) {
    if (Array.isArray(place)) place = (place as readonly JsonValue[])[Number(token)];
    else place = isJsonObject(place) && Object.hasOwn(place, token) ? place[token] : undefined;
  }
  return place;
}

/**
 * The library's units without those of shapes that the writer did not choose: for a choice it tells what is wrong under each of them.
 * Where the chosen shape has no fault of its own, the choice itself is at fault.
 */
function tellingUnits(root: FormField, units: readonly OutputUnit[]): readonly OutputUnit[] {
  const choices = units.filter(isChoice);
  const inChosen = units.filter((unit) =>
    choices.every((choice) => {
      const index = branchOf(choice, unit);
      return index === null || index === chosenBranch(root, choice, choices);
    }),
  );
  return inChosen.filter(
    (unit) => !choices.includes(unit) || inChosen.every((inner) => branchOf(unit, inner) === null),
  );
}

function isChoice({ keyword }: OutputUnit): boolean {
  return keyword === "anyOf" || keyword === "oneOf";
}

/** Which of a choice's shapes a unit is about; null if it is not inside the choice. */
function branchOf(choice: OutputUnit, { keywordLocation }: OutputUnit): number | null {
  const start = `${choice.keywordLocation}/`;
  return keywordLocation.startsWith(start)
    ? Number.parseInt(keywordLocation.slice(start.length), 10)
    : null;
}

function chosenBranch(
  root: FormField,
  choice: OutputUnit,
  units: readonly OutputUnit[],
): number | undefined {
  const tokens = splitFragment(choice.instanceLocation);
  const path = pathOf(root, tokens);
  const field = path.length === tokens.length ? fieldAt(root, path) : null;
  if (field?.kind !== "choice" || insideChoice(field)?.kind === "raw") return undefined;
  // A choice inside a choice is one picker, whose shapes know their index in each.
  const around = units.filter(
    (one) =>
      isChoice(one) &&
      one.instanceLocation === choice.instanceLocation &&
      branchOf(one, choice) !== null,
  );
  return field.variants[field.selectedIndex]?.branch[around.length];
}
