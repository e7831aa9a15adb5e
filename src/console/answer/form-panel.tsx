import { useState } from "preact/hooks";
import type { TurnView } from "../../console-protocol/turn-view";
import type { JsonObject } from "../../core/json";
import type { ResponseFormat } from "../../core/turn";
import { messages } from "../i18n/use-messages";
import { createForm } from "../schema-form/form-model";
import { validateForm } from "../schema-form/validate-form";
import type { AnswerPanelProps } from "./answer-panel-props";
import { DeliveryCut } from "./delivery-options";
import { FaultList, JsonForm } from "./json-form";
import { isKeptForm, keepForm, restoreForm } from "./kept-form";
import { SchemaNote } from "./schema-note";
import { AnswerFrame, SendBar } from "./send-bar";
import { useKept } from "./use-kept";
import { useReply } from "./use-reply";
import { writtenText } from "./written-text";

/** A caller that asks for JSON without a schema takes any object. */
function schemaOf(format: ResponseFormat): JsonObject {
  if (format.type === "json-schema") return format.schema ?? {};
  return { type: "object" };
}

/** The answer that a caller demands as JSON, filled in as a form and sent as text. */
export function FormPanel({
  props,
  view,
  place,
}: {
  readonly props: AnswerPanelProps;
  readonly view: TurnView;
  readonly place: string;
}) {
  const { responseFormat } = view;
  const schema = schemaOf(responseFormat);
  const form = useKept(
    place,
    (kept) => (isKeptForm(kept) ? restoreForm(schema, kept) : createForm(schema)),
    keepForm,
  );
  const replier = useReply(props);
  const [tryCount, setTryCount] = useState(0);
  const verdict = validateForm(form.value);
  const issues = tryCount > 0 && verdict.type === "faulty" ? verdict.issues : [];
  const text = writtenText(form.value);
  const { answer } = messages.value;
  const name = responseFormat.type === "json-schema" ? responseFormat.name : answer.form.root;
  const send = async (isUnchecked: boolean): Promise<void> => {
    if (verdict.type === "faulty" && !isUnchecked) {
      setTryCount((count) => count + 1);
      return;
    }
    const content = { parts: [{ type: "text" as const, text }], finishReason: "stop" as const };
    if (await replier.send(content, isUnchecked)) {
      setTryCount(0);
      form.reset();
    }
  };
  return (
    <AnswerFrame
      bar={
        <SendBar
          props={props}
          replier={replier}
          label={answer.send}
          faultCount={issues.length}
          faults={<FaultList idPrefix={place} name={name} issues={issues} />}
          tryCount={tryCount}
          canForce
          onSend={(isUnchecked) => void send(isUnchecked)}
        />
      }
    >
      {responseFormat.type === "json-schema" && responseFormat.description !== undefined && (
        <p class="hint">{responseFormat.description}</p>
      )}
      {responseFormat.type === "json" && <p class="hint">{answer.form.anyJson}</p>}
      <JsonForm
        idPrefix={place}
        name={name}
        form={form.value}
        issues={issues}
        change={(edit) => {
          replier.clearRefused();
          form.change(edit);
        }}
      />
      {responseFormat.type === "json-schema" && <SchemaNote form={form.value} schema={schema} />}
      <DeliveryCut textOptions={props.textOptions} textChars={text.length} sentChars={0} />
    </AnswerFrame>
  );
}
