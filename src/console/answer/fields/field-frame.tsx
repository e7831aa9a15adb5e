import type { ComponentChildren } from "preact";
import { describeFault } from "../../i18n/describe-fault";
import { formats, messages } from "../../i18n/use-messages";
import type { FieldPath, FormField } from "../../schema-form/form-node";
import type { FormIssue } from "../../schema-form/validate-form";
import { fieldId } from "./field-id";
import { issuesAt, type FieldProps, type FormEditor } from "./form-editor";

/** What a control needs so that a screen reader says its description, its limits and its faults with it. */
export interface ControlAttributes {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
  readonly "aria-required": true | undefined;
}

export function controlAttributes(
  { editor, path, field, isRequired }: FieldProps,
  hint: string | null = null,
): ControlAttributes {
  const id = fieldId(editor.idPrefix, path);
  const isFaulty = issuesAt(editor, path).length > 0;
  const describedBy = [
    field.description !== null && `${id}:description`,
    hint !== null && `${id}:hint`,
    isFaulty && `${id}:faults`,
  ];
  return {
    id,
    "aria-describedby": describedBy.filter((one) => one !== false).join(" ") || undefined,
    "aria-invalid": isFaulty || undefined,
    "aria-required": isRequired || undefined,
  };
}

/** A label, the control, and what is wrong with it. */
export function FieldFrame({
  props,
  hint = null,
  children,
}: {
  readonly props: FieldProps;
  readonly hint?: string | null;
  readonly children: ComponentChildren;
}) {
  const { editor, path, field, name, isRequired } = props;
  const id = fieldId(editor.idPrefix, path);
  return (
    <div class="field">
      <label class="field-name" for={id}>
        <code>{name}</code>
        <FieldNote name={name} title={field.title} isRequired={isRequired} />
      </label>
      <FieldHelp id={id} field={field} hint={hint} />
      {children}
      <Faults id={id} issues={issuesAt(editor, path)} />
    </div>
  );
}

interface NameProps {
  readonly name: string;
  readonly title: string | null;
  readonly isRequired: boolean;
}

export function FieldName(props: NameProps) {
  return (
    <>
      <code>{props.name}</code>
      <FieldNote {...props} />
    </>
  );
}

/** What stands behind a name. */
function FieldNote({ name, title, isRequired }: NameProps) {
  return (
    <>
      {title !== null && title !== name && <span class="field-title">{title}</span>}
      {isRequired && (
        <span
          class="field-required"
          title={messages.value.answer.field.required}
          aria-hidden="true"
        >
          *
        </span>
      )}
    </>
  );
}

export function FieldHelp({
  id,
  field,
  hint,
}: {
  readonly id: string;
  readonly field: FormField;
  readonly hint: string | null;
}) {
  return (
    <>
      {field.description !== null && (
        <p class="field-help" id={`${id}:description`}>
          {field.description}
        </p>
      )}
      {hint !== null && (
        <p class="field-help" id={`${id}:hint`}>
          {hint}
        </p>
      )}
    </>
  );
}

export function Faults({
  id,
  issues,
}: {
  readonly id: string;
  readonly issues: readonly FormIssue[];
}) {
  if (issues.length === 0) return null;
  return (
    <p class="fault" id={`${id}:faults`}>
      {issues.map(({ fault }) => describeFault(messages.value, formats.value, fault)).join(" ")}
    </p>
  );
}

/** Small buttons beside a name: what can be done with a field as a whole. */
export function FieldButton({
  id,
  label,
  symbol,
  isDisabled = false,
  onPress,
}: {
  readonly id?: string;
  readonly label: string;
  readonly symbol: string;
  readonly isDisabled?: boolean;
  readonly onPress: () => void;
}) {
  return (
    // One that is disabled for good would drop the focus of whoever just pressed it.
    <button
      type="button"
      class="icon-button"
      id={id}
      aria-label={label}
      title={label}
      aria-disabled={isDisabled || undefined}
      onClick={() => {
        if (!isDisabled) onPress();
      }}
    >
      <span aria-hidden="true">{symbol}</span>
    </button>
  );
}

export function focusTarget(editor: FormEditor, path: FieldPath, part = ""): void {
  editor.focusLater(fieldId(editor.idPrefix, path) + part);
}
