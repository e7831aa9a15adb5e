import { useCallback, useEffect, useState } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { requestJson } from "../state/http";
import { CannotInvite } from "./cannot-invite";
import { listInvites, type InviteEntry, type MadeInvite } from "./invite-api";
import { InviteFields } from "./invite-fields";
import { InviteList } from "./invite-list";
import { InviteResult } from "./invite-result";
import { describeHttpFault } from "./describe-http-fault";
import "./invite.css";

/** Makes a link that lets somebody in, and lists those that were made. */
export function InvitePanel({ sessionName }: { readonly sessionName: string }) {
  const [account, setAccount] = useState<Account | null>(null);
  const [invites, setInvites] = useState<{
    readonly entries: readonly InviteEntry[];
    readonly atMs: number;
  } | null>(null);
  const [made, setMade] = useState<MadeInvite | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const load = useCallback(async (): Promise<void> => {
    try {
      const known = (await requestJson("/console/account")) as Account;
      setAccount(known);
      if (known.role === "admin")
        setInvites({ entries: await listInvites(sessionName), atMs: Date.now() });
      setFault(null);
    } catch (error) {
      setFault(describeHttpFault(error));
    }
  }, [sessionName]);
  useEffect(() => void load(), [load]);
  return (
    <>
      {fault !== null && (
        <div class="notice" data-tone="bad" role="alert">
          <p>{fault}</p>
          <button type="button" class="button" onClick={() => void load()}>
            {messages.value.shell.retry}
          </button>
        </div>
      )}
      {account === null && fault === null && <div class="invite-loading skeleton" />}
      {account !== null && !account.canInvite && <CannotInvite account={account} />}
      {account?.canInvite === true && made === null && (
        <InviteFields
          sessionName={sessionName}
          done={(invite) => {
            setMade(invite);
            void load();
          }}
        />
      )}
      {made !== null && (
        <InviteResult
          made={made}
          again={() => {
            setMade(null);
          }}
        />
      )}
      {invites !== null && (account?.canInvite === true || invites.entries.length > 0) && (
        <InviteList
          sessionName={sessionName}
          invites={invites.entries}
          nowMs={invites.atMs}
          reload={load}
        />
      )}
    </>
  );
}
