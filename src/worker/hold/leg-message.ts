import { isJsonObject, parseJson } from "../../core/json";
import type { LegMessageFromSession } from "../../core/leg";
import { LIMITS } from "../../core/limits";

const KNOWN_TYPES: ReadonlySet<unknown> = new Set<LegMessageFromSession["type"]>([
  "held",
  "resolve",
  "error",
  "typing",
  "draft",
  "probe",
  "unknown-hold",
]);

/**
 * Reads a message of the Session, which is this product's own and so is not validated field by field. Null for a type that this
 * version does not know: a deploy reaches Workers and Sessions at different times.
 */
export function readLegMessage(text: string): LegMessageFromSession | null {
  const parsed = parseJson(text, LIMITS.jsonDepthMax);
  if (!parsed.ok || !isJsonObject(parsed.value)) return null;
  if (!KNOWN_TYPES.has(parsed.value["type"])) return null;
  return parsed.value as unknown as LegMessageFromSession;
}
