import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formats, messages } from "../i18n/use-messages";
import type { Question } from "./question";
import { nameOf } from "./question-name";
import type { SessionViewModel } from "./session-view-model";
import { StateBadge, WaitClock } from "./turn-head";
import { isSideBySide } from "./view-preferences";

/** Of those that wait for nobody, so many at first; a session may have thousands. */
const SHOWN_COUNT = 20;
const QUESTION_CHARS = 80;

/** All turns in a row, what waits first. It is one stop for the Tab key; the arrow keys go along it. */
export function TurnStrip({ model }: { readonly model: SessionViewModel }) {
  const { session } = messages.value;
  const shownCount = useSignal(SHOWN_COUNT);
  const list = useRef<HTMLUListElement>(null);
  const questions = model.questions.value;
  const waitingCount = questions.filter(({ isWaiting }) => isWaiting).length;
  const shown = questions.slice(0, waitingCount + shownCount.value);
  const hiddenCount = questions.length - shown.length;
  const press = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const index = buttons.findIndex((button) => button === document.activeElement);
    const target = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 }[event.key];
    const button = target === undefined ? undefined : buttons.at(target % buttons.length);
    if (index === -1 || button === undefined) return;
    event.preventDefault();
    button.focus();
  };
  return (
    <nav class="turn-strip" aria-label={session.turns}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it hears the arrow keys of the buttons in it */}
      <ul ref={list} onKeyDown={press}>
        {shown.map((question) => (
          <li key={question.key}>
            <TurnTab model={model} question={question} isFirst={question === shown[0]} />
          </li>
        ))}
        {hiddenCount > 0 ? (
          <li>
            <button
              type="button"
              class="button button-quiet"
              tabIndex={-1}
              onClick={() => {
                shownCount.value += SHOWN_COUNT * 5;
              }}
            >
              {session.showEarlierTurns(hiddenCount, formats.value.number(hiddenCount))}
            </button>
          </li>
        ) : null}
      </ul>
      {waitingCount > 1 && model.capacity.value > 1 ? (
        <label class="check hint strip-option">
          <input
            type="checkbox"
            checked={isSideBySide.value}
            onChange={({ currentTarget }) => {
              isSideBySide.value = currentTarget.checked;
            }}
          />
          {session.sideBySide}
        </label>
      ) : null}
    </nav>
  );
}

function TurnTab({
  model,
  question,
  isFirst,
}: {
  readonly model: SessionViewModel;
  readonly question: Question;
  readonly isFirst: boolean;
}) {
  const selectedKey = model.selectedKey.value;
  const isSelected = selectedKey === question.key;
  const isShown = model.columns.value.includes(question.key);
  return (
    <button
      type="button"
      class="turn-tab"
      aria-current={isSelected ? "true" : undefined}
      data-shown={isShown}
      tabIndex={isSelected || (selectedKey === null && isFirst) ? 0 : -1}
      onClick={() => model.select(question.key)}
    >
      <span class="turn-tab-head">
        <strong>{nameOf(question)}</strong>
        <StateBadge question={question} />
        {question.isWaiting ? <WaitClock model={model} question={question} /> : null}
      </span>
      <span class="turn-tab-question">{question.questionText.slice(0, QUESTION_CHARS)}</span>
    </button>
  );
}
