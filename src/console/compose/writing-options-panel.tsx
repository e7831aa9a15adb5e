import { useId } from "preact/hooks";
import { DELIVERY_LIMITS, type Pace } from "../../core/reply-delivery";
import { messages } from "../i18n/use-messages";
import { isEnterSend } from "../session/view-preferences";
import { pace } from "../state/preferences";

/** What a fast hosted model does, to begin with. */
const FIRST_PACE: Pace = { firstTokenDelayMs: 600, tokensPerSecond: 40, jitter: 0.3 };

/** How fast the caller reads what is written, so that a person reads like a model; and which key sends. Loaded when it is opened. */
export function WritingOptionsPanel() {
  const { composer } = messages.value;
  const current = pace.value;
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={current !== null}
          onChange={(event) => {
            pace.value = event.currentTarget.checked ? FIRST_PACE : null;
          }}
        />
        {composer.paceUsed}
      </label>
      <p class="hint">{composer.paceNote}</p>
      <PaceFields current={current} />
      <label class="check">
        <input
          type="checkbox"
          checked={isEnterSend.value}
          onChange={({ currentTarget }) => {
            isEnterSend.value = currentTarget.checked;
          }}
        />
        {composer.enterSends}
      </label>
    </>
  );
}

/** They are there from the beginning, so that the panel does not grow out of the window when a pace is chosen. */
function PaceFields({ current }: { readonly current: Pace | null }) {
  const { composer } = messages.value;
  const id = useId();
  const shown = current ?? FIRST_PACE;
  return (
    <fieldset class="menu-fields" disabled={current === null}>
      <div class="field">
        <label for={`${id}-first`}>{composer.firstTokenDelay}</label>
        <input
          id={`${id}-first`}
          type="number"
          inputMode="numeric"
          min={0}
          max={DELIVERY_LIMITS.firstTokenDelayMsMax}
          step={100}
          value={shown.firstTokenDelayMs}
          onChange={({ currentTarget }) => change(currentTarget, "firstTokenDelayMs")}
        />
      </div>
      <div class="field">
        <label for={`${id}-speed`}>{composer.tokensPerSecond}</label>
        <input
          id={`${id}-speed`}
          type="number"
          inputMode="decimal"
          min={DELIVERY_LIMITS.tokensPerSecondMin}
          max={DELIVERY_LIMITS.tokensPerSecondMax}
          step="any"
          value={shown.tokensPerSecond ?? ""}
          aria-describedby={`${id}-speed-hint`}
          onChange={({ currentTarget }) => change(currentTarget, "tokensPerSecond")}
        />
        <p id={`${id}-speed-hint`} class="hint">
          {composer.tokensHint}
        </p>
      </div>
      <div class="field">
        <label for={`${id}-jitter`}>{composer.jitter}</label>
        <input
          id={`${id}-jitter`}
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={shown.jitter}
          onChange={({ currentTarget }) => change(currentTarget, "jitter")}
        />
      </div>
    </fieldset>
  );
}

/** Takes what the browser finds valid, and puts back what it does not. */
function change(input: HTMLInputElement, field: keyof Pace): void {
  const before = pace.peek();
  if (before === null) return;
  const isEmpty = input.value === "";
  if (!input.validity.valid || (isEmpty && field !== "tokensPerSecond")) {
    input.value = String(before[field] ?? "");
    return;
  }
  pace.value = { ...before, [field]: isEmpty ? null : input.valueAsNumber };
}
