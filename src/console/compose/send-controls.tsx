import { useId } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import type { AnswerDesk } from "../session/answer-desk";
import { isEnterSend } from "../session/view-preferences";
import { sendMode } from "../state/preferences";
import { heldChars, type SendMode } from "./draft";
import { WritingOptions } from "./writing-options";

export const SEND_MODES: readonly SendMode[] = ["word", "sentence", "send"];

/** When what is typed goes out, at which pace, how much has gone, and the button that sends the rest. */
export function SendControls({
  desk,
  counterId,
  canSend,
  onSend,
}: {
  readonly desk: AnswerDesk;
  readonly counterId: string;
  readonly canSend: boolean;
  readonly onSend: () => void;
}) {
  const { composer } = messages.value;
  const id = useId();
  const whole = desk.wholeReason.value;
  return (
    <div class="send-controls">
      <span class="send-mode">
        <label class="visually-hidden" for={id}>
          {composer.when}
        </label>
        <select
          id={id}
          title={composer.when}
          value={whole === null ? sendMode.value : "send"}
          disabled={whole !== null}
          aria-describedby={whole === null ? undefined : `${id}-whole`}
          onChange={({ currentTarget: { value } }) => {
            sendMode.value = SEND_MODES.find((mode) => mode === value) ?? "word";
          }}
        >
          {SEND_MODES.map((mode) => (
            <option key={mode} value={mode}>
              {composer.modes[mode]}
            </option>
          ))}
        </select>
      </span>
      <WritingOptions />
      <Counter desk={desk} id={counterId} />
      <button
        type="button"
        class="button button-primary"
        title={isEnterSend.value ? composer.sendHintEnter : composer.sendHint}
        aria-disabled={!canSend}
        onClick={() => {
          if (canSend) onSend();
        }}
      >
        {desk.isSending.value ? composer.sending : composer.send}
      </button>
      {whole === null ? null : (
        <p id={`${id}-whole`} class="hint send-whole">
          {composer.whole[whole]}
        </p>
      )}
    </div>
  );
}

function Counter({ desk, id }: { readonly desk: AnswerDesk; readonly id: string }) {
  const { composer } = messages.value;
  const { text, sentChars, acknowledgedChars } = desk.draft.value;
  const free = text.length - sentChars;
  const held = heldChars(desk.draft.value);
  const isWhole = desk.wholeReason.value !== null && sentChars === 0;
  const isWaiting = !desk.draft.value.isSent && acknowledgedChars < sentChars;
  return (
    <p id={id} class="hint send-counter" data-locked={sentChars > 0}>
      {isWhole ? composer.counterWhole(free) : composer.counter(sentChars, free)}
      {held > 0 ? ` · ${composer.held(held)}` : null}
      {isWaiting ? ` · ${composer.unconfirmed}` : null}
      {desk.isKept.value ? null : ` · ${composer.notKept}`}
    </p>
  );
}
