import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { ToolDefinition } from "../../core/turn";
import { messages } from "../i18n/use-messages";
import { Icon } from "../shell/icon";
import type { FormModel } from "../schema-form/form-model";
import type { FormIssue } from "../schema-form/validate-form";
import type { CallDraft } from "./call-list";
import { FieldButton } from "./fields/field-frame";
import { JsonForm } from "./json-form";
import { SchemaNote } from "./schema-note";

export interface CallEditorProps {
  readonly idPrefix: string;
  readonly call: CallDraft;
  readonly index: number;
  readonly count: number;
  readonly tool: ToolDefinition | undefined;
  readonly issues: readonly FormIssue[];
  /** What the server found in this call; null where nothing. */
  readonly refusal: string | null;
  readonly change: (edit: (form: FormModel) => FormModel) => void;
  readonly move: (to: number) => void;
  readonly remove: () => void;
}

/** One tool call of an answer. */
export function CallEditor(props: CallEditorProps) {
  const { idPrefix, call, index, count, tool, issues, refusal, change } = props;
  const titleId = useId();
  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (refusal !== null) section.current?.scrollIntoView({ block: "nearest" });
  }, [refusal]);
  const { calls } = messages.value.answer;
  return (
    <section
      class="call"
      ref={section}
      aria-labelledby={titleId}
      data-refused={refusal === null ? undefined : true}
    >
      <header class="call-header">
        <h3 id={titleId}>{calls.call(index + 1, call.toolName)}</h3>
        {count > 1 && <MoveButtons {...props} />}
        <button
          type="button"
          class="icon-button"
          id={`${idPrefix}:call-remove`}
          aria-label={calls.remove(call.toolName)}
          title={calls.remove(call.toolName)}
          onClick={props.remove}
        >
          <Icon name="trash" />
        </button>
      </header>
      {tool?.description !== undefined && <p class="hint">{tool.description}</p>}
      {refusal !== null && (
        <p class="fault fault-detail" lang="en">
          {refusal}
        </p>
      )}
      <JsonForm
        idPrefix={idPrefix}
        name={call.toolName}
        form={call.form}
        issues={issues}
        change={change}
      />
      {tool?.inputSchema !== undefined && <SchemaNote form={call.form} schema={tool.inputSchema} />}
    </section>
  );
}

function MoveButtons({ idPrefix, call, index, count, move }: CallEditorProps) {
  const { moveUp, moveDown } = messages.value.answer.calls;
  return (
    <>
      <FieldButton
        id={`${idPrefix}:call-up`}
        label={moveUp(call.toolName)}
        symbol="↑"
        isDisabled={index === 0}
        onPress={() => {
          move(index - 1);
        }}
      />
      <FieldButton
        id={`${idPrefix}:call-down`}
        label={moveDown(call.toolName)}
        symbol="↓"
        isDisabled={index === count - 1}
        onPress={() => {
          move(index + 1);
        }}
      />
    </>
  );
}
