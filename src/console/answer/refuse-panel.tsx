import { useId } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import type { AnswerPanelProps } from "./answer-panel-props";
import { AnswerFrame, SendBar } from "./send-bar";
import { useKept } from "./use-kept";
import { useReply } from "./use-reply";

/** A model's refusal, which some APIs tell apart from a text. */
export function RefusePanel({
  props,
  place,
}: {
  readonly props: AnswerPanelProps;
  readonly place: string;
}) {
  const { refuse, send: label } = messages.value.answer;
  const text = useKept(
    place,
    (kept) => (typeof kept === "string" ? kept : ""),
    (value) => value || null,
  );
  const replier = useReply(props);
  const id = useId();
  const send = async (): Promise<void> => {
    // What stands there in grey is what most people would write.
    const written = text.value.trim() === "" ? refuse.placeholder : text.value;
    const isDone = await replier.send(
      { parts: [{ type: "refusal", text: written }], finishReason: "stop" },
      false,
    );
    if (isDone) text.reset();
  };
  return (
    <AnswerFrame
      bar={
        <SendBar
          props={props}
          replier={replier}
          label={label}
          faultCount={0}
          faults={null}
          tryCount={0}
          canForce={false}
          onSend={() => void send()}
        />
      }
    >
      <div class="field">
        <label class="field-name" for={id}>
          {refuse.label}
        </label>
        <p class="field-help" id={`${id}:help`}>
          {refuse.help}
        </p>
        <textarea
          id={id}
          rows={3}
          aria-describedby={`${id}:help`}
          placeholder={refuse.placeholder}
          value={text.value}
          onInput={({ currentTarget: { value } }) => {
            text.change(() => value);
          }}
        />
      </div>
    </AnswerFrame>
  );
}
