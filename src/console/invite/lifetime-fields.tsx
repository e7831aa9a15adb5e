import { useId } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { LIFETIMES, lifetimeSeconds, type InviteForm } from "./invite-form";

/** How long an invitation is good for: a usual time, or any. */
export function LifetimeFields({
  form,
  change,
  isFaulty,
}: {
  readonly form: InviteForm;
  readonly change: (changes: Partial<InviteForm>) => void;
  readonly isFaulty: boolean;
}) {
  const id = useId();
  const texts = messages.value.invite;
  return (
    <div class="field">
      <label for={id}>{texts.expiry}</label>
      <select
        id={id}
        value={String(form.lifetimeSeconds ?? "")}
        onChange={({ currentTarget: { value } }) => {
          change({ lifetimeSeconds: value === "" ? null : Number(value) });
        }}
      >
        {LIFETIMES.map((lifetime) => (
          <option key={lifetimeSeconds(lifetime)} value={String(lifetimeSeconds(lifetime))}>
            {texts[lifetime.unit](lifetime.count)}
          </option>
        ))}
        <option value="">{texts.until}</option>
      </select>
      {form.lifetimeSeconds === null && (
        <>
          <label for={`${id}:until`} class="visually-hidden">
            {texts.untilTime}
          </label>
          <input
            id={`${id}:until`}
            type="datetime-local"
            aria-invalid={isFaulty || undefined}
            aria-describedby={isFaulty ? `${id}:fault` : undefined}
            value={form.untilText}
            onInput={({ currentTarget: { value } }) => {
              change({ untilText: value });
            }}
          />
          {isFaulty && (
            <p class="fault" id={`${id}:fault`}>
              {texts.badTime}
            </p>
          )}
        </>
      )}
    </div>
  );
}
