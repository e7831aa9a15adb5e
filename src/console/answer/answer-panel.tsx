import { useRef } from "preact/hooks";
import type { AnswerTarget } from "../../console-protocol/session-command";
import { ownStorage } from "../kept/own-storage";
import { lazy } from "../shell/lazy";
import type { AnswerPanelProps } from "./answer-panel-props";
import { TextPanel } from "./text-panel";
import "./answer.css";

/** Forms and the checks of schemas are as large as the rest of the page, and many questions need none. */
const WholeAnswerPanel = lazy(async () => (await import("./whole-answer-panel")).WholeAnswerPanel);

/** One way to answer a question, by its kind. */
export function AnswerPanel(props: AnswerPanelProps) {
  const { place, formNumber } = usePlace(props);
  return props.kind === "text" ? (
    <TextPanel {...props} />
  ) : (
    <WholeAnswerPanel key={formNumber} props={props} place={place} />
  );
}

/**
 * Where the browser keeps what is filled in. Another question is another form; but when somebody takes an undecided request, the turn
 * that it becomes keeps what was filled in, and the form stays under the hands of who writes.
 */
function usePlace({ sessionName, target, kind }: AnswerPanelProps): {
  readonly place: string;
  readonly formNumber: number;
} {
  const placeOf = (of: AnswerTarget): string =>
    `answer ${encodeURIComponent(sessionName)}.${"turnId" in of ? of.turnId : `hold-${of.holdId}`}.${kind}`;
  const place = placeOf(target);
  const shown = useRef({ target, place, formNumber: 0 });
  const { current: before } = shown;
  if (place !== before.place) {
    const isSameQuestion = "holdId" in before.target && "turnId" in target;
    if (isSameQuestion) ownStorage().move(before.place, place);
    const formNumber = before.formNumber + (isSameQuestion ? 0 : 1);
    shown.current = { target, place, formNumber };
  }
  return shown.current;
}
