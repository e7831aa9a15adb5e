import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { describeFault } from "../i18n/describe-fault";
import { formats, messages } from "../i18n/use-messages";
import { showForm, showRaw } from "../schema-form/edit-form";
import type { FormModel, ShowFormProblem } from "../schema-form/form-model";
import type { FormIssue } from "../schema-form/validate-form";
import { fieldId } from "./fields/field-id";
import { FieldView } from "./fields/field-view";
import { placeName } from "./place-name";

export interface JsonFormProps {
  readonly idPrefix: string;
  /** What the whole is called: the tool, or the schema. */
  readonly name: string;
  readonly form: FormModel;
  readonly issues: readonly FormIssue[];
  readonly change: (edit: (form: FormModel) => FormModel) => void;
}

/** A form for a JSON Schema, or the JSON itself. */
export function JsonForm({ idPrefix, name, form, issues, change }: JsonFormProps) {
  const pendingFocus = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (pendingFocus.current !== null) focusControl(pendingFocus.current);
    pendingFocus.current = null;
  });
  const editor = {
    idPrefix,
    issues,
    change,
    focusLater: (id: string) => {
      pendingFocus.current = id;
    },
    Field: FieldView,
  };
  return (
    <div class="json-form">
      <FieldView editor={editor} path={[]} field={form.root} name={name} isRequired />
      <RawSwitch idPrefix={idPrefix} form={form} change={change} />
    </div>
  );
}

function RawSwitch({
  idPrefix,
  form,
  change,
}: Pick<JsonFormProps, "idPrefix" | "form" | "change">) {
  const [problem, setProblem] = useState<ShowFormProblem["reason"] | null>(null);
  const { root } = form;
  const { asJson, asFields } = messages.value.answer.form;
  const isRaw = root.kind === "raw";
  // What a schema leaves open has no fields to go back to.
  if (isRaw && root.reason !== "chosen" && root.reason !== "misfit") return null;
  const toggle = (): void => {
    const shown = isRaw ? showForm(form, []) : null;
    setProblem(shown?.ok === false ? shown.error.reason : null);
    if (shown === null) change((current) => showRaw(current, []));
    else if (shown.ok) change(() => shown.value);
  };
  return (
    <div class="raw-switch">
      <button
        type="button"
        class="link-button"
        id={`${idPrefix}:raw`}
        aria-describedby={problem === null ? undefined : `${idPrefix}:raw-problem`}
        onClick={toggle}
      >
        {isRaw ? asFields : asJson}
      </button>
      {problem !== null && isRaw && (
        <span class="fault" role="alert" id={`${idPrefix}:raw-problem`}>
          {messages.value.form.showFormProblems[problem]}
        </span>
      )}
    </div>
  );
}

/** Every fault with a way to its field. */
export function FaultList({
  idPrefix,
  name,
  issues,
}: {
  readonly idPrefix: string;
  readonly name: string;
  readonly issues: readonly FormIssue[];
}) {
  return (
    <>
      {issues.map(({ path, pointer, fault }, index) => {
        const id = fieldId(idPrefix, path);
        return (
          <li key={index}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                // The address belongs to the router.
                event.preventDefault();
                focusControl(fault.kind.startsWith("key-") ? `${id}:key` : id);
              }}
            >
              {placeName(name, pointer)}
            </a>
            {": "}
            {describeFault(messages.value, formats.value, fault)}
          </li>
        );
      })}
    </>
  );
}

/** A group passes the focus on to its first control. */
export function focusControl(id: string): void {
  const element = document.getElementById(id) ?? document.getElementById(`${id}:shape`);
  const inner = element?.matches("fieldset")
    ? element.querySelector<HTMLElement>("input, select, textarea, button")
    : null;
  (inner ?? element)?.focus();
}
