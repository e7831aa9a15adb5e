import { formats, messages } from "../i18n/use-messages";
import type { Question } from "./question";
import type { SessionViewModel } from "./session-view-model";
import { nameOf } from "./question-name";
import { toneOf, turnState } from "./turn-state";
import { isMarkdownShown } from "./view-preferences";
import { waitText } from "./wait-text";

/** Which turn this is, how it stands, and what else can be shown of it. */
export function TurnHead({
  model,
  question,
  headingId,
}: {
  readonly model: SessionViewModel;
  readonly question: Question;
  readonly headingId: string;
}) {
  const { session } = messages.value;
  const { entry } = question;
  const isRawAvailable = "turnId" in question.target;
  return (
    <header class="turn-head">
      <h2 id={headingId} tabIndex={-1}>
        {nameOf(question)}
      </h2>
      <StateBadge question={question} />
      {question.isWaiting ? (
        <WaitClock model={model} question={question} />
      ) : (
        <span class="hint">{session.openedAt(formats.value.time(question.sinceMs))}</span>
      )}
      {entry !== null && entry.deadlineAtMs !== null && question.isWaiting ? (
        <span class="hint turn-deadline">
          {session.deadline(formats.value.time(entry.deadlineAtMs))}
        </span>
      ) : null}
      <span class="turn-toggles">
        <Toggle
          label={session.short.context}
          name={session.context}
          isOn={model.isContextOpen.value}
          onToggle={() => {
            model.isContextOpen.value = !model.isContextOpen.value;
          }}
        />
        {isRawAvailable ? (
          <Toggle
            label={session.short.raw}
            name={session.raw}
            isOn={model.isRawOpen.value}
            onToggle={() => {
              model.isRawOpen.value = !model.isRawOpen.value;
            }}
          />
        ) : null}
        <Toggle
          label={session.short.markdown}
          name={session.markdown}
          isOn={isMarkdownShown.value}
          onToggle={() => {
            isMarkdownShown.value = !isMarkdownShown.value;
          }}
        />
      </span>
    </header>
  );
}

export function StateBadge({ question }: { readonly question: Question }) {
  const { session } = messages.value;
  const { entry } = question;
  const state = entry === null ? null : turnState(entry);
  return (
    <span class="badge" data-tone={state === null ? "waiting" : toneOf(state)}>
      {state === null ? session.undecided : session.states[state]}
    </span>
  );
}

/** A clock of its own, so that a second passes without the panel being drawn again. */
export function WaitClock({
  model,
  question,
}: {
  readonly model: SessionViewModel;
  readonly question: Question;
}) {
  const text = waitText(messages.value, question.sinceMs, model.nowMs.value);
  return (
    <span class="wait-clock" aria-label={messages.value.session.waitsSince(text)} role="timer">
      {text}
    </span>
  );
}

function Toggle({
  label,
  name,
  isOn,
  onToggle,
}: {
  readonly label: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      class="button toggle"
      aria-label={name}
      title={name}
      aria-pressed={isOn}
      onClick={onToggle}
    >
      {label}
    </button>
  );
}
