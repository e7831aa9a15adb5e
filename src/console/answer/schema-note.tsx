import type { JsonObject } from "../../core/json";
import { messages } from "../i18n/use-messages";
import type { FormModel } from "../schema-form/form-model";

/** The schema itself, for who wants to read it, and a word where it cannot be used. */
export function SchemaNote({
  form,
  schema,
}: {
  readonly form: FormModel;
  readonly schema: JsonObject;
}) {
  return (
    <>
      {form.context.lookup === null && <p class="hint">{messages.value.form.unchecked}</p>}
      <details class="disclosure">
        <summary>{messages.value.answer.form.schema}</summary>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by the keyboard too */}
        <pre class="json-text" tabIndex={0}>
          {JSON.stringify(schema, null, 2)}
        </pre>
      </details>
    </>
  );
}
