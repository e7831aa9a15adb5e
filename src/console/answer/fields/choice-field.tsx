import { describeVariant } from "../../i18n/describe-fault";
import { messages } from "../../i18n/use-messages";
import { chooseVariant } from "../../schema-form/edit-form";
import { isNothing, isNullable, type ChoiceField } from "../../schema-form/form-node";
import { Faults, FieldName } from "./field-frame";
import { fieldId } from "./field-id";
import { issuesAt, type FieldProps } from "./form-editor";

/** A picker of shapes, and the chosen shape's field below it. One shape or null is a value that is given or not. */
export function ChoiceInput(props: FieldProps<ChoiceField>) {
  const { editor, path, field, name, isRequired } = props;
  const id = `${fieldId(editor.idPrefix, path)}:shape`;
  const isEmpty = field.field.kind === "fixed" && field.field.value === null;
  const { shapeOf } = messages.value.answer.field;
  const choose = (index: number): void => {
    editor.change((form) => chooseVariant(form, path, index));
  };
  const picker = isNullable(field) ? (
    <GivenSwitch id={id} field={field} name={name} choose={choose} />
  ) : (
    <select
      id={id}
      aria-label={shapeOf(name)}
      value={String(field.selectedIndex)}
      onChange={({ currentTarget: { value } }) => {
        choose(Number(value));
      }}
    >
      {field.variants.map(({ label }, index) => (
        <option key={index} value={String(index)}>
          {describeVariant(messages.value, label)}
        </option>
      ))}
    </select>
  );
  return (
    <div class="field-choice">
      <div class="field-shape">
        <span class="field-name">
          <FieldName name={name} title={field.title} isRequired={isRequired} />
        </span>
        {picker}
      </div>
      {isEmpty && isNullable(field) ? (
        <Faults id={fieldId(editor.idPrefix, path)} issues={issuesAt(editor, path)} />
      ) : (
        <editor.Field
          // Another shape is another field, whose controls must not be taken over.
          key={field.selectedIndex}
          editor={editor}
          path={path}
          field={withHelpOf(field)}
          name={name}
          isRequired={isRequired}
        />
      )}
    </div>
  );
}

/** The chosen shape, with what the choice itself says of it. */
function withHelpOf({ title, description, field }: ChoiceField): ChoiceField["field"] {
  return {
    ...field,
    title: field.title ?? title,
    description: field.description ?? description,
  };
}

function GivenSwitch({
  id,
  field,
  name,
  choose,
}: {
  readonly id: string;
  readonly field: ChoiceField;
  readonly name: string;
  readonly choose: (index: number) => void;
}) {
  const { variants, selectedIndex } = field;
  const nothing = variants.findIndex(isNothing);
  const isGiven = selectedIndex !== nothing;
  return (
    <label class="check">
      <input
        type="checkbox"
        id={id}
        aria-label={messages.value.answer.field.giveValue(name)}
        checked={isGiven}
        onChange={() => {
          choose(isGiven ? nothing : 1 - nothing);
        }}
      />
      <span aria-hidden="true">
        {isGiven ? messages.value.answer.field.given : messages.value.form.nothing}
      </span>
    </label>
  );
}
