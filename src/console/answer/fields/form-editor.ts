import type { VNode } from "preact";
import type { FieldPath, FormField } from "../../schema-form/form-node";
import type { FormModel } from "../../schema-form/form-model";
import type { FormIssue } from "../../schema-form/validate-form";

/** What every field of a form needs besides itself. */
export interface FormEditor {
  readonly idPrefix: string;
  /** What is to be mended; empty until somebody tried to send. */
  readonly issues: readonly FormIssue[];
  readonly change: (edit: (form: FormModel) => FormModel) => void;
  /** Moves the focus to a control once the page shows it; into a group, to its first control. */
  readonly focusLater: (id: string) => void;
  /** Shows a field of any kind, inside another one too. */
  readonly Field: (props: FieldProps) => VNode;
}

export interface FieldProps<Field extends FormField = FormField> {
  readonly editor: FormEditor;
  readonly path: FieldPath;
  readonly field: Field;
  /** The property's name, or the item's number. */
  readonly name: string;
  readonly isRequired: boolean;
}

/** The faults that belong to one place. */
export function issuesAt({ issues }: FormEditor, path: FieldPath): readonly FormIssue[] {
  return issues.filter(
    (issue) =>
      issue.path.length === path.length && issue.path.every((step, at) => step === path[at]),
  );
}
