import { messages } from "../../i18n/use-messages";
import { selectOption, setBoolean, setText } from "../../schema-form/edit-form";
import { isMultiline } from "../../schema-form/form-node";
import type {
  BooleanField,
  EnumField,
  FixedField,
  NumberField,
  RawField,
  StringField,
} from "../../schema-form/form-node";
import { controlAttributes, FieldFrame, type ControlAttributes } from "./field-frame";
import type { FieldProps } from "./form-editor";
import { hintOfNumber, hintOfString, inputKindOf } from "./field-hint";

export function StringInput(props: FieldProps<StringField>) {
  const { editor, path, field } = props;
  const hint = hintOfString(field);
  const onInput = (event: { readonly currentTarget: { readonly value: string } }): void => {
    const { value } = event.currentTarget;
    editor.change((form) => setText(form, path, value));
  };
  const shared = { ...controlAttributes(props, hint), value: field.text, onInput };
  return (
    <FieldFrame props={props} hint={hint}>
      {isMultiline(field) ? (
        <textarea {...shared} rows={4} />
      ) : (
        <OneLine shared={shared} field={field} />
      )}
    </FieldFrame>
  );
}

function OneLine({
  shared,
  field,
}: {
  readonly shared: ControlAttributes & {
    readonly value: string;
    readonly onInput: (event: { readonly currentTarget: { readonly value: string } }) => void;
  };
  readonly field: StringField;
}) {
  const { isDate, inputMode, placeholder } = inputKindOf(field);
  if (isDate) return <input {...shared} type="date" />;
  return (
    <input
      {...shared}
      type="text"
      inputMode={inputMode}
      placeholder={placeholder}
      autocomplete="off"
    />
  );
}

export function NumberInput(props: FieldProps<NumberField>) {
  const { editor, path, field } = props;
  const hint = hintOfNumber(field);
  return (
    <FieldFrame props={props} hint={hint}>
      {/* An input of type number drops what it cannot read, such as wide digits. */}
      <input
        {...controlAttributes(props, hint)}
        class="field-short"
        inputMode={field.isInteger && (field.minimum ?? -1) >= 0 ? "numeric" : "text"}
        autocomplete="off"
        value={field.text}
        onInput={({ currentTarget: { value } }) => {
          editor.change((form) => setText(form, path, value));
        }}
      />
    </FieldFrame>
  );
}

export function BooleanInput(props: FieldProps<BooleanField>) {
  const { editor, path, field } = props;
  const { choose, yes, no } = messages.value.answer.field;
  return (
    <FieldFrame props={props}>
      <select
        {...controlAttributes(props)}
        class="field-short"
        value={String(field.value ?? "")}
        onChange={({ currentTarget: { value } }) => {
          editor.change((form) => setBoolean(form, path, value === "" ? null : value === "true"));
        }}
      >
        <option value="">{choose}</option>
        <option value="true">{yes}</option>
        <option value="false">{no}</option>
      </select>
    </FieldFrame>
  );
}

export function EnumInput(props: FieldProps<EnumField>) {
  const { editor, path, field } = props;
  return (
    <FieldFrame props={props}>
      <select
        {...controlAttributes(props)}
        value={String(field.selectedIndex ?? "")}
        onChange={({ currentTarget: { value } }) => {
          editor.change((form) => selectOption(form, path, value === "" ? null : Number(value)));
        }}
      >
        <option value="">{messages.value.answer.field.choose}</option>
        {field.options.map((option, index) => (
          <option key={index} value={String(index)}>
            {typeof option === "string" && option !== "" ? option : JSON.stringify(option)}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** What the schema leaves no choice about. It is shown, and can be read by who goes from field to field. */
export function FixedValue(props: FieldProps<FixedField>) {
  const { field } = props;
  return (
    <FieldFrame props={props}>
      <input
        {...controlAttributes(props)}
        class="field-short"
        readOnly
        value={field.value === null ? messages.value.form.nothing : JSON.stringify(field.value)}
      />
    </FieldFrame>
  );
}

export function RawInput(props: FieldProps<RawField>) {
  const { editor, path, field } = props;
  const hint = messages.value.form.rawReasons[field.reason];
  return (
    <FieldFrame props={props} hint={hint}>
      <textarea
        {...controlAttributes(props, hint)}
        class="json-text"
        spellcheck={false}
        rows={Math.min(16, Math.max(3, field.text.split("\n").length + 1))}
        value={field.text}
        onInput={({ currentTarget: { value } }) => {
          editor.change((form) => setText(form, path, value));
        }}
      />
    </FieldFrame>
  );
}
