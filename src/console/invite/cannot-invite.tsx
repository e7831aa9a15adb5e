import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";

/** Why this server or this operator cannot invite anybody, and what helps. */
export function CannotInvite({ account: { role, isOpenLocal } }: { readonly account: Account }) {
  const { notAllowed, noKey, shortKey } = messages.value.invite;
  if (role !== "admin") return <p class="notice">{notAllowed}</p>;
  return (
    <div class="notice invite-howto">
      <p>{isOpenLocal ? noKey : shortKey}</p>
      <pre>{START_COMMAND}</pre>
    </div>
  );
}

/** Without a key of one's own a server that others can reach makes one. */
export const START_COMMAND = "npm start -- --ip 0.0.0.0";
