import { useId, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import type { AnswerPanelProps } from "./answer-panel-props";
import {
  chooseStatus,
  contentOfError,
  faultsOfError,
  isRetriedStatus,
  presetOf,
  PRESET_STATUSES,
  readKeptError,
  type ErrorDraft,
  type ErrorField,
} from "./error-draft";
import { NumberText } from "./number-text";
import { AnswerFrame, SendBar } from "./send-bar";
import { useKept } from "./use-kept";
import { useReply } from "./use-reply";

/** An error of any status in place of an answer, or in the middle of one. */
export function ErrorPanel({
  props,
  place,
}: {
  readonly props: AnswerPanelProps;
  readonly place: string;
}) {
  const draft = useKept(place, readKeptError, (value) => value);
  const replier = useReply(props);
  const [tryCount, setTryCount] = useState(0);
  const id = useId();
  const { error, send: sendLabel } = messages.value.answer;
  const faults = tryCount > 0 ? faultsOfError(draft.value) : [];
  const texts: Readonly<Record<ErrorField, string>> = {
    status: error.badStatus,
    message: error.emptyMessage,
    retryAfterSeconds: error.badRetryAfter,
  };
  const send = async (): Promise<void> => {
    if (faultsOfError(draft.value).length > 0) {
      setTryCount((count) => count + 1);
      return;
    }
    if (!(await replier.send(contentOfError(draft.value), false))) return;
    setTryCount(0);
    draft.reset();
  };
  const { status } = draft.value;
  return (
    <AnswerFrame
      bar={
        <SendBar
          props={props}
          replier={replier}
          label={sendLabel}
          faultCount={faults.length}
          faults={faults.map((field) => (
            <li key={field} id={`${id}:${field}:fault`}>
              {texts[field]}
            </li>
          ))}
          tryCount={tryCount}
          canForce={false}
          onSend={() => void send()}
        />
      }
    >
      <ErrorFields id={id} draft={draft.value} change={draft.change} faults={faults} />
      <p class="hint">
        {props.sentChars > 0 ? error.midStream : error.lateStatus}{" "}
        {status !== null && isRetriedStatus(status) ? error.retried : ""}
      </p>
    </AnswerFrame>
  );
}

function ErrorFields({
  id,
  draft,
  change,
  faults,
}: {
  readonly id: string;
  readonly draft: ErrorDraft;
  readonly change: (change: (before: ErrorDraft) => ErrorDraft) => void;
  readonly faults: readonly ErrorField[];
}) {
  const { error } = messages.value.answer;
  const faultOf = (field: ErrorField) => ({
    isInvalid: faults.includes(field),
    describedBy: faults.includes(field) ? `${id}:${field}:fault` : undefined,
  });
  return (
    <>
      <div class="inline-fields">
        <StatusPicker
          id={`${id}:status`}
          status={draft.status}
          fault={faultOf("status")}
          choose={(status) => {
            change((before) => chooseStatus(before, status));
          }}
        />
        <span class="inline-field">
          <label for={`${id}:retryAfterSeconds`}>{error.retryAfter}</label>
          <NumberText
            id={`${id}:retryAfterSeconds`}
            value={draft.retryAfterSeconds}
            placeholder="–"
            {...faultOf("retryAfterSeconds")}
            onNumber={(retryAfterSeconds) => {
              change((before) => ({ ...before, retryAfterSeconds }));
            }}
          />
        </span>
      </div>
      <div class="field">
        <label class="field-name" for={`${id}:message`}>
          {error.message}
        </label>
        <textarea
          id={`${id}:message`}
          rows={2}
          aria-invalid={faultOf("message").isInvalid || undefined}
          aria-describedby={faultOf("message").describedBy}
          value={draft.message}
          onInput={({ currentTarget: { value: message } }) => {
            change((before) => ({ ...before, message }));
          }}
        />
      </div>
    </>
  );
}

/** The statuses that APIs use, and any other. */
function StatusPicker({
  id,
  status,
  fault,
  choose,
}: {
  readonly id: string;
  readonly status: number | null;
  readonly fault: { readonly isInvalid: boolean; readonly describedBy: string | undefined };
  readonly choose: (status: number | null) => void;
}) {
  const [isOther, setIsOther] = useState(presetOf(status) === null);
  const { error } = messages.value.answer;
  return (
    <span class="inline-field">
      <label for={id}>{error.status}</label>
      <select
        id={id}
        value={isOther ? "" : String(status)}
        onChange={({ currentTarget: { value } }) => {
          setIsOther(value === "");
          if (value !== "") choose(Number(value));
        }}
      >
        {PRESET_STATUSES.map((one) => (
          <option key={one} value={String(one)}>
            {`${one} ${error.names[one]}`}
          </option>
        ))}
        <option value="">{error.otherStatus}</option>
      </select>
      {isOther && (
        <>
          <label class="visually-hidden" for={`${id}:other`}>
            {error.otherStatus}
          </label>
          <NumberText id={`${id}:other`} value={status} {...fault} onNumber={choose} />
        </>
      )}
    </span>
  );
}
