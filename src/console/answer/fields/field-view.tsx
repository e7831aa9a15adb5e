import type { FieldProps } from "./form-editor";
import { ArrayItems, ObjectFields } from "./container-fields";
import { ChoiceInput } from "./choice-field";
import {
  BooleanInput,
  EnumInput,
  FixedValue,
  NumberInput,
  RawInput,
  StringInput,
} from "./simple-fields";

/** The field of a form, by its kind. */
export function FieldView({ field, ...rest }: FieldProps) {
  switch (field.kind) {
    case "object":
      return <ObjectFields {...rest} field={field} />;
    case "array":
      return <ArrayItems {...rest} field={field} />;
    case "choice":
      return <ChoiceInput {...rest} field={field} />;
    case "string":
      return <StringInput {...rest} field={field} />;
    case "number":
      return <NumberInput {...rest} field={field} />;
    case "boolean":
      return <BooleanInput {...rest} field={field} />;
    case "enum":
      return <EnumInput {...rest} field={field} />;
    case "fixed":
      return <FixedValue {...rest} field={field} />;
    case "raw":
      return <RawInput {...rest} field={field} />;
  }
}
