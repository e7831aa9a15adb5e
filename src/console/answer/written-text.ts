import type { FormModel } from "../schema-form/form-model";
import { readForm, writeField } from "../schema-form/form-text";

/** What a form sends: compact JSON, or what was typed instead of JSON where that is to go all the same. */
export function writtenText({ root }: FormModel): string {
  const written = readForm(root);
  return written.ok ? written.text : (writeField(root) ?? "");
}
