import { messages } from "../i18n/use-messages";
import { unavailableReason } from "./answer-availability";
import type { AnswerPanelProps } from "./answer-panel-props";
import { CallsPanel } from "./calls-panel";
import { ErrorPanel } from "./error-panel";
import { FormPanel } from "./form-panel";
import { RefusePanel } from "./refuse-panel";

/** A way to answer that goes to the caller as a whole, or the reason why it is closed here. */
export function WholeAnswerPanel({
  props,
  place,
}: {
  readonly props: AnswerPanelProps;
  /** Where the browser keeps what is filled in. */
  readonly place: string;
}) {
  const { kind, view, sentChars } = props;
  const reason = unavailableReason(kind, view, sentChars);
  if (reason !== null)
    return <p class="hint answer-panel">{messages.value.answer.unavailable[reason]}</p>;
  if (kind === "error") return <ErrorPanel props={props} place={place} />;
  if (kind === "refuse") return <RefusePanel props={props} place={place} />;
  if (view === null) return null;
  return kind === "tool-call" ? (
    <CallsPanel props={props} view={view} place={place} />
  ) : (
    <FormPanel props={props} view={view} place={place} />
  );
}
