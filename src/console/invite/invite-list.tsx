import { useState } from "preact/hooks";
import { formats, messages } from "../i18n/use-messages";
import { announce } from "../shell/announcer";
import { toast } from "../shell/toast";
import { describeHttpFault } from "./describe-http-fault";
import { revokeInvite, type InviteEntry } from "./invite-api";

/** The invitations of a session, with the way to take each back. */
export function InviteList({
  sessionName,
  invites,
  nowMs,
  reload,
}: {
  readonly sessionName: string;
  readonly invites: readonly InviteEntry[];
  /** When they were listed. */
  readonly nowMs: number;
  readonly reload: () => Promise<void>;
}) {
  const texts = messages.value.invite;
  const revoke = async (invite: InviteEntry): Promise<void> => {
    try {
      await revokeInvite(sessionName, invite.invite);
      announce(texts.revokeDone);
    } catch (error) {
      toast(describeHttpFault(error), { tone: "error" });
    }
    await reload();
  };
  return (
    <section class="invite-list">
      <h3>{texts.existing}</h3>
      {invites.length === 0 && <p class="hint">{texts.noneYet}</p>}
      <ul>
        {invites.map((invite) => (
          <Entry
            key={invite.invite}
            invite={invite}
            nowMs={nowMs}
            revoke={() => void revoke(invite)}
          />
        ))}
      </ul>
    </section>
  );
}

function Entry({
  invite,
  nowMs,
  revoke,
}: {
  readonly invite: InviteEntry;
  readonly nowMs: number;
  readonly revoke: () => void;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const texts = messages.value.invite;
  const { label, role, sessions, expires_at: expiresAt, revoked_at: revokedAt } = invite;
  const expiresAtMs = Date.parse(expiresAt);
  const isOver = revokedAt !== null || expiresAtMs <= nowMs;
  const state =
    revokedAt !== null
      ? texts.revoked
      : isOver
        ? texts.expired
        : texts.expires(formats.value.dateTime(expiresAtMs));
  return (
    <li class="invite-entry" data-over={isOver || undefined}>
      <span>
        <strong>{label ?? texts.unnamed}</strong>{" "}
        <span class="badge">{texts.roles[role].name}</span>{" "}
        {sessions !== null && <code>{sessions}</code>}
        <span class="hint" title={formats.value.relative(expiresAtMs, nowMs)}>
          {" "}
          {state}
        </span>
      </span>
      {!isOver && (
        <button
          type="button"
          class={isAsking ? "button button-danger" : "button"}
          aria-label={isAsking ? undefined : texts.revokeOf(label ?? texts.unnamed)}
          onBlur={() => {
            setIsAsking(false);
          }}
          onClick={() => {
            // The first press only asks, in the same place, so that the keyboard stays where it is.
            if (isAsking) revoke();
            else setIsAsking(true);
          }}
        >
          {isAsking ? texts.revokeAsk : texts.revoke}
        </button>
      )}
    </li>
  );
}
