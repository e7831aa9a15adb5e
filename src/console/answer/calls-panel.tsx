import type { TurnView } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import type { AnswerPanelProps } from "./answer-panel-props";
import { demandsCall } from "./answer-availability";
import { CallEditor } from "./call-editor";
import { FaultList, focusControl } from "./json-form";
import { AnswerFrame, SendBar } from "./send-bar";
import { ToolPicker } from "./tool-picker";
import { useCalls, type Calls } from "./use-calls";

/** One answer with any number of tool calls, and the editor's text before them. */
export function CallsPanel({
  props,
  view,
  place,
}: {
  readonly props: AnswerPanelProps;
  readonly view: TurnView;
  readonly place: string;
}) {
  const calls = useCalls(props, view, place);
  const { drafts, issuesOf } = calls;
  const pickerId = `${place}:picker`;
  const idPrefixOf = (id: number): string => `${place}.${id}`;
  return (
    <AnswerFrame
      bar={
        drafts.length > 0 && (
          <SendBar
            props={props}
            replier={calls.replier}
            label={messages.value.answer.calls.sendCount(drafts.length)}
            faultCount={drafts.flatMap((_, index) => issuesOf(index)).length}
            faults={drafts.map(({ id, toolName }, index) => (
              <FaultList
                key={id}
                idPrefix={idPrefixOf(id)}
                name={toolName}
                issues={issuesOf(index)}
              />
            ))}
            tryCount={calls.tryCount}
            canForce
            onSend={calls.send}
          />
        )
      }
    >
      <Demands view={view} />
      <CallEditors calls={calls} view={view} idPrefixOf={idPrefixOf} pickerId={pickerId} />
      <ToolPicker
        id={pickerId}
        view={view}
        callCount={drafts.length}
        pick={(tool) => {
          const id = calls.add(tool);
          requestAnimationFrame(() => {
            focusControl(idPrefixOf(id));
          });
        }}
      />
      <LeadText props={props} calls={calls} />
    </AnswerFrame>
  );
}

function CallEditors({
  calls: { drafts, issuesOf, replier, change, move, remove },
  view,
  idPrefixOf,
  pickerId,
}: {
  readonly calls: Calls;
  readonly view: TurnView;
  readonly idPrefixOf: (id: number) => string;
  readonly pickerId: string;
}) {
  const place = replier.refused?.place;
  const refusal = replier.refused?.detail ?? messages.value.faults.refused["reply-rejected"];
  return (
    <>
      {drafts.map((call, index) => (
        <CallEditor
          key={call.id}
          idPrefix={idPrefixOf(call.id)}
          call={call}
          index={index}
          count={drafts.length}
          tool={view.tools.find(({ name }) => name === call.toolName)}
          issues={issuesOf(index)}
          refusal={place?.kind === "tool-call" && place.index === index ? refusal : null}
          change={(edit) => {
            change(call.id, edit);
          }}
          move={(to) => {
            move(index, to);
          }}
          remove={() => {
            remove(call.id);
            const next = drafts[index + 1] ?? drafts[index - 1];
            requestAnimationFrame(() => {
              focusControl(next === undefined ? pickerId : `${idPrefixOf(next.id)}:call-remove`);
            });
          }}
        />
      ))}
    </>
  );
}

/** What the caller says about calls at all. */
function Demands({ view }: { readonly view: TurnView }) {
  const { demandsTool, demandsAny, onlyOne } = messages.value.answer.calls;
  const { toolChoice, allowsParallelToolCalls } = view;
  const demand = toolChoice.type === "tool" ? demandsTool(toolChoice.toolName) : demandsAny;
  const sentences = [
    demandsCall(view) ? demand : null,
    allowsParallelToolCalls ? null : onlyOne,
  ].filter((one) => one !== null);
  return sentences.length === 0 ? null : <p class="hint">{sentences.join(" ")}</p>;
}

/** The editor's text stands before the calls, if it should; what has gone stands there in any case. */
function LeadText({
  props: { draftText, sentChars },
  calls: { hasText, setHasText },
}: {
  readonly props: AnswerPanelProps;
  readonly calls: Calls;
}) {
  if (draftText === "") return null;
  const isGone = sentChars === draftText.length;
  return (
    <div class="lead-text">
      <label class="check">
        <input
          type="checkbox"
          checked={hasText || isGone}
          disabled={isGone}
          onChange={() => {
            setHasText(!hasText);
          }}
        />
        {messages.value.answer.calls.leadText}
      </label>
      <blockquote>{hasText ? draftText : draftText.slice(0, sentChars)}</blockquote>
    </div>
  );
}
