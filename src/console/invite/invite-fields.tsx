import { useId, useState } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { HttpError } from "../state/http";
import { describeHttpFault } from "./describe-http-fault";
import { INVITE_ROLES, makeInvite, type MadeInvite } from "./invite-api";
import { newInviteForm, requestOf, seesOf, type InviteFault, type InviteForm } from "./invite-form";
import { LifetimeFields } from "./lifetime-fields";

/** What an invitation is for. The link is one press away, as everything has a value that most people want. */
export function InviteFields({
  sessionName,
  done,
}: {
  readonly sessionName: string;
  readonly done: (made: MadeInvite) => void;
}) {
  const [form, setForm] = useState(() => newInviteForm(sessionName));
  const [faults, setFaults] = useState<readonly InviteFault[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const texts = messages.value.invite;
  const change = (changes: Partial<InviteForm>): void => {
    setForm((before) => ({ ...before, ...changes }));
    setFaults([]);
    setFailure(null);
  };
  const submit = async (): Promise<void> => {
    const checked = requestOf(form, Date.now());
    setFaults(checked.ok ? [] : checked.faults);
    if (!checked.ok || isBusy) return;
    setIsBusy(true);
    try {
      done(await makeInvite(sessionName, checked.request));
    } catch (error) {
      setFailure(describeFailure(error));
      setIsBusy(false);
    }
  };
  return (
    <form
      class="invite-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <RolePicker
        form={form}
        choose={(role) => {
          change({ role, sees: seesOf(role) });
        }}
      />
      <LabelField form={form} change={change} isFaulty={faults.includes("label")} />
      <LifetimeFields form={form} change={change} isFaulty={faults.includes("until")} />
      <ScopeFields form={form} change={change} isFaulty={faults.includes("pattern")} />
      {form.role !== "caller" && <SeesFields form={form} change={change} />}
      {failure !== null && (
        <p class="fault" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class="button button-primary" aria-disabled={isBusy || undefined}>
        {isBusy ? texts.creating : texts.create}
      </button>
    </form>
  );
}

function describeFailure(error: unknown): string {
  const { problems, noKey, shortKey } = messages.value.invite;
  switch (error instanceof HttpError ? error.code : "") {
    case "invalid_pattern":
    case "pattern_mismatch":
      return problems.pattern;
    case "too_many_invites":
      return problems.tooMany;
    case "no_api_key_configured":
      return noKey;
    case "api_key_too_short":
      return shortKey;
    default:
      return describeHttpFault(error);
  }
}

interface PartProps {
  readonly form: InviteForm;
  readonly change: (changes: Partial<InviteForm>) => void;
}

function LabelField({ form, change, isFaulty }: PartProps & { readonly isFaulty: boolean }) {
  const id = useId();
  const texts = messages.value.invite;
  return (
    <div class="field">
      <label for={id}>{texts.label}</label>
      <input
        id={id}
        autocomplete="off"
        maxLength={128}
        aria-describedby={`${id}:help`}
        aria-invalid={isFaulty || undefined}
        value={form.label}
        onInput={({ currentTarget: { value } }) => {
          change({ label: value });
        }}
      />
      <p class={isFaulty ? "fault" : "hint"} id={`${id}:help`}>
        {isFaulty ? texts.problems.label : texts.labelHelp}
      </p>
    </div>
  );
}

function RolePicker({
  form,
  choose,
}: {
  readonly form: InviteForm;
  readonly choose: (role: InviteForm["role"]) => void;
}) {
  const id = useId();
  const texts = messages.value.invite;
  return (
    <fieldset class="choices">
      <legend>{texts.who}</legend>
      {INVITE_ROLES.map((role) => (
        <div key={role} class="choice">
          <label>
            <input
              type="radio"
              name={`${id}:role`}
              checked={form.role === role}
              aria-describedby={`${id}:${role}`}
              onChange={() => {
                choose(role);
              }}
            />
            {texts.roles[role].name}
          </label>
          <span class="hint" id={`${id}:${role}`}>
            {texts.roles[role].help}
          </span>
        </div>
      ))}
    </fieldset>
  );
}

function ScopeFields({ form, change, isFaulty }: PartProps & { readonly isFaulty: boolean }) {
  const id = useId();
  const texts = messages.value.invite;
  return (
    <div class="field">
      <label for={id}>{texts.where}</label>
      <select
        id={id}
        value={form.isPattern ? "pattern" : "session"}
        onChange={({ currentTarget: { value } }) => {
          change({ isPattern: value === "pattern" });
        }}
      >
        <option value="session">{texts.onlyHere}</option>
        <option value="pattern">{texts.byPattern}</option>
      </select>
      {form.isPattern && (
        <>
          <label for={`${id}:pattern`} class="visually-hidden">
            {texts.pattern}
          </label>
          <input
            id={`${id}:pattern`}
            autocomplete="off"
            spellcheck={false}
            aria-describedby={`${id}:help`}
            aria-invalid={isFaulty || undefined}
            value={form.pattern}
            onInput={({ currentTarget: { value } }) => {
              change({ pattern: value });
            }}
          />
          <p class={isFaulty ? "fault" : "hint"} id={`${id}:help`}>
            {texts.patternHelp}
          </p>
        </>
      )}
    </div>
  );
}

function SeesFields({ form, change }: PartProps) {
  const texts = messages.value.invite;
  const { context, history } = form.sees;
  return (
    <fieldset class="choices">
      <legend>{texts.sees}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={context}
          onChange={() => {
            change({ sees: { ...form.sees, context: !context } });
          }}
        />
        {form.role === "responder" ? texts.seesPart : texts.seesContext}
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={history}
          onChange={() => {
            change({ sees: { ...form.sees, history: !history } });
          }}
        />
        {texts.seesHistory}
      </label>
    </fieldset>
  );
}
