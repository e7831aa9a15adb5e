import type { ComponentChildren } from "preact";
import { messages } from "../../i18n/use-messages";
import {
  addItem,
  addRow,
  moveItem,
  removeItem,
  removeRow,
  renameRow,
  setPresent,
} from "../../schema-form/edit-form";
import type { ArrayField, FieldPath, ObjectField, RowField } from "../../schema-form/form-node";
import { fieldId } from "./field-id";
import { FieldButton, FieldHelp, FieldName, Faults, focusTarget } from "./field-frame";
import { issuesAt, type FieldProps, type FormEditor } from "./form-editor";

/** The frame of a field that holds others. The outermost needs no line around it. */
function Container({
  props,
  children,
}: {
  readonly props: FieldProps;
  readonly children: ComponentChildren;
}) {
  const { editor, path, field, name, isRequired } = props;
  const id = fieldId(editor.idPrefix, path);
  const issues = issuesAt(editor, path);
  const described = [
    field.description !== null && `${id}:description`,
    issues.length > 0 && `${id}:faults`,
  ].filter((one) => one !== false);
  return (
    <fieldset
      class={path.length === 0 ? "fields fields-root" : "fields"}
      id={id}
      tabIndex={-1}
      aria-describedby={described.join(" ") || undefined}
    >
      <legend>
        <FieldName name={name} title={field.title} isRequired={isRequired && path.length > 0} />
      </legend>
      <FieldHelp id={id} field={field} hint={null} />
      {children}
      <Faults id={id} issues={issues} />
    </fieldset>
  );
}

export function ObjectFields(props: FieldProps<ObjectField>) {
  const { editor, path, field } = props;
  const present = field.properties.filter(({ isPresent }) => isPresent);
  const { leaveOut } = messages.value.answer.field;
  return (
    <Container props={props}>
      {present.map(({ name, isRequired, field: own }) =>
        own === null ? null : (
          <div class="field-row" key={name}>
            <editor.Field
              editor={editor}
              path={[...path, name]}
              field={own}
              name={name}
              isRequired={isRequired}
            />
            {!isRequired && (
              <FieldButton
                label={leaveOut(name)}
                symbol="×"
                onPress={() => {
                  editor.change((form) => setPresent(form, path, name, false));
                  focusTarget(editor, [...path, name]);
                }}
              />
            )}
          </div>
        ),
      )}
      {field.rows.map((row, index) => (
        <Row key={row.id} editor={editor} path={path} row={row} index={index} />
      ))}
      <Additions {...props} />
    </Container>
  );
}

/** What can be added to an object: its optional properties, and entries of the writer's own. */
function Additions({ editor, path, field }: FieldProps<ObjectField>) {
  const absent = field.properties.filter(({ isPresent }) => !isPresent);
  const { add } = messages.value.answer.field;
  const isOpen = field.rowPolicy !== "forbidden";
  const policyText = messages.value.form.rowPolicies[field.rowPolicy];
  if (absent.length === 0 && !isOpen) return null;
  return (
    <div class="field-additions">
      {absent.map(({ name, isRequired }) => (
        <button
          key={name}
          type="button"
          class="chip"
          // A fault that the property is missing leads here.
          id={fieldId(editor.idPrefix, [...path, name])}
          aria-label={add(name)}
          onClick={() => {
            editor.change((form) => setPresent(form, path, name, true));
            focusTarget(editor, [...path, name]);
          }}
        >
          <span aria-hidden="true">+ </span>
          {name}
          {isRequired && <span class="field-required">*</span>}
        </button>
      ))}
      {isOpen && (
        <button
          type="button"
          class="chip"
          // What the schema only tolerates is seldom wanted, and takes no more room than a sign.
          aria-label={policyText}
          title={policyText}
          id={`${fieldId(editor.idPrefix, path)}:add`}
          onClick={() => {
            editor.change((form) => addRow(form, path));
            focusTarget(editor, [...path, field.rows.length], ":key");
          }}
        >
          <span aria-hidden="true">+ </span>
          {field.rowPolicy === "invited" ? policyText : "…"}
        </button>
      )}
    </div>
  );
}

function Row({
  editor,
  path,
  row,
  index,
}: {
  readonly editor: FormEditor;
  readonly path: FieldPath;
  readonly row: RowField;
  readonly index: number;
}) {
  const { rowName, removeRow: remove, item } = messages.value.answer.field;
  const rowPath = [...path, index];
  const id = fieldId(editor.idPrefix, rowPath);
  const hasNameFault = issuesAt(editor, rowPath).some(({ fault }) => isAboutKey(fault.kind));
  return (
    <div class="field-row">
      <div class="field-entry">
        <input
          id={`${id}:key`}
          class="field-short"
          aria-label={rowName}
          placeholder={rowName}
          aria-invalid={hasNameFault || undefined}
          aria-describedby={hasNameFault ? `${id}:faults` : undefined}
          autocomplete="off"
          value={row.key ?? ""}
          onInput={({ currentTarget: { value } }) => {
            editor.change((form) => renameRow(form, path, index, value));
          }}
        />
        <editor.Field
          editor={editor}
          path={rowPath}
          field={row.field}
          name={row.key ?? item(index + 1)}
          isRequired={false}
        />
      </div>
      <FieldButton
        label={remove(row.key ?? item(index + 1))}
        symbol="×"
        onPress={() => {
          editor.change((form) => removeRow(form, path, index));
          focusTarget(editor, path, ":add");
        }}
      />
    </div>
  );
}

function isAboutKey(kind: string): boolean {
  return kind === "key-missing" || kind === "key-twice";
}

export function ArrayItems(props: FieldProps<ArrayField>) {
  const { editor, path, field } = props;
  const { item, addItem: add } = messages.value.answer.field;
  const isFull = field.itemsMax !== null && field.items.length >= field.itemsMax;
  return (
    <Container props={props}>
      {field.items.map((one, index) => (
        <div class="field-row" key={one.id}>
          <editor.Field
            editor={editor}
            path={[...path, index]}
            field={one.field}
            name={item(index + 1)}
            isRequired={false}
          />
          <ItemButtons editor={editor} path={path} field={field} index={index} />
        </div>
      ))}
      <div class="field-additions">
        <button
          type="button"
          class="chip"
          id={`${fieldId(editor.idPrefix, path)}:add`}
          aria-disabled={isFull || undefined}
          onClick={() => {
            if (isFull) return;
            editor.change((form) => addItem(form, path));
            focusTarget(editor, [...path, field.items.length]);
          }}
        >
          <span aria-hidden="true">+ </span>
          {add}
        </button>
      </div>
    </Container>
  );
}

function ItemButtons({
  editor,
  path,
  field,
  index,
}: {
  readonly editor: FormEditor;
  readonly path: FieldPath;
  readonly field: ArrayField;
  readonly index: number;
}) {
  const { moveUp, moveDown, removeItem: remove } = messages.value.answer.field;
  const last = field.items.length - 1;
  const move = (to: number, part: string): void => {
    editor.change((form) => moveItem(form, path, index, to));
    // The item's own button, which went with it, so that one key moves it all the way.
    focusTarget(editor, [...path, to], part);
  };
  const id = fieldId(editor.idPrefix, [...path, index]);
  return (
    <div class="field-buttons">
      <FieldButton
        id={`${id}:up`}
        label={moveUp(index + 1)}
        symbol="↑"
        isDisabled={index === 0}
        onPress={() => {
          move(index - 1, ":up");
        }}
      />
      <FieldButton
        id={`${id}:down`}
        label={moveDown(index + 1)}
        symbol="↓"
        isDisabled={index === last}
        onPress={() => {
          move(index + 1, ":down");
        }}
      />
      <FieldButton
        id={`${id}:remove`}
        label={remove(index + 1)}
        symbol="×"
        onPress={() => {
          editor.change((form) => removeItem(form, path, index));
          if (last === 0) focusTarget(editor, path, ":add");
          else focusTarget(editor, [...path, Math.min(index, last - 1)], ":remove");
        }}
      />
    </div>
  );
}
