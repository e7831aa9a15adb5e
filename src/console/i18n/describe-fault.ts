import type { JsonValue } from "../../core/json";
import type { JsonType, VariantLabel } from "../schema-form/form-node";
import type { LimitKind } from "../schema-form/map-issue";
import type { FormIssue } from "../schema-form/validate-form";
import type { Formats } from "./format";
import type { Messages } from "./messages";

/** One sentence that says what to mend. */
export function describeFault(
  messages: Messages,
  formats: Formats,
  fault: FormIssue["fault"],
): string {
  const { faults, types } = messages.form;
  switch (fault.kind) {
    case "not-json":
    case "not-a-number":
    case "key-missing":
    case "key-twice":
      return faults.writing[fault.kind];
    case "required":
      return faults.required;
    case "type":
      return faults.type(formats.alternatives(fault.expected.map((name) => typeName(types, name))));
    case "enum":
      return faults.enum(formats.alternatives(optionTexts(fault.options)));
    case "const":
      return faults.const(JSON.stringify(fault.value));
    case "pattern":
      return faults.pattern(fault.pattern);
    case "format":
      return faults.format(fault.format);
    case "uniqueItems":
      return faults.uniqueItems;
    case "no-variant":
      return faults.noVariant;
    case "several-variants":
      return faults.severalVariants;
    case "not-allowed":
      return faults.notAllowed;
    case "other":
      return fault.keyword === null ? faults.unknown : faults.other(fault.keyword);
    default:
      return describeLimit(messages, fault);
  }
}

/** Some schemas allow hundreds of values, which no sentence can hold. */
const OPTIONS_TOLD_MAX = 8;

function optionTexts(options: readonly JsonValue[]): readonly string[] {
  const told = options.slice(0, OPTIONS_TOLD_MAX).map((one) => JSON.stringify(one));
  return options.length > OPTIONS_TOLD_MAX ? [...told, "…"] : told;
}

function describeLimit(
  { form }: Messages,
  { kind, limit }: { readonly kind: LimitKind; readonly limit: number },
): string {
  return form.faults.limits[kind](limit);
}

/** A schema may name a type that there is none of. */
function typeName(types: Messages["form"]["types"], name: string): string {
  return isType(types, name) ? types[name] : name;
}

function isType(types: Messages["form"]["types"], name: string): name is JsonType {
  return Object.hasOwn(types, name);
}

export function describeVariant({ form }: Messages, label: VariantLabel): string {
  switch (label.kind) {
    case "title":
    case "constant":
      return label.text;
    case "type":
      return label.type === "null" ? form.nothing : form.types[label.type];
    case "number":
      return form.shape(label.number);
  }
}
