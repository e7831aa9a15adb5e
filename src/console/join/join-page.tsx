import { useEffect, useState } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { MessagePage } from "../shell/message-page";
import { navigate, sessionPath } from "../shell/route";
import { addressToken, onAddressToken } from "./address-token";
import { CallerPage } from "./caller-page";
import { JoinProblemPage } from "./join-problem-page";
import { openInvitation, type JoinProblem, type Opened } from "./open-invitation";
import { PlayerPage } from "./player-page";
import { lastUnsentText } from "./player-storage";
import "./join.css";

/** Whoever comes back to these may have left something unsent: a browser forgets the sign-in when the invitation ends. */
const OVER: ReadonlySet<JoinProblem> = new Set(["no-token", "expired", "revoked"] as const);

/** What an invitation's link opens: a chat for a player, the console for an operator, the way to connect for a program. */
export function JoinPage() {
  const [token, setToken] = useState(addressToken);
  useEffect(() => onAddressToken(setToken), []);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [tryCount, setTryCount] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const open = async (): Promise<void> => {
      const result = await openInvitation(token);
      if (isCurrent) setOpened(result);
    };
    void open();
    return () => {
      isCurrent = false;
    };
  }, [token, tryCount]);
  useEffect(() => {
    document.title = messages.value.shell.product;
  });
  const again = (): void => {
    setOpened(null);
    setTryCount((count) => count + 1);
  };
  if (opened === null) return <MessagePage title={messages.value.join.opening} isQuiet />;
  if (opened.type === "problem") {
    const { problem } = opened;
    const unsent = OVER.has(problem) ? lastUnsentText() : "";
    return <JoinProblemPage problem={problem} unsent={unsent} again={again} />;
  }
  return <Guest account={opened.account} token={token} again={again} />;
}

function Guest({
  account,
  token,
  again,
}: {
  readonly account: Account;
  readonly token: string | null;
  readonly again: () => void;
}) {
  const { role, sessionName, pattern } = account;
  const isForConsole = role === "operator" || role === "admin";
  useEffect(() => {
    if (!isForConsole) return;
    const isOneSession = sessionName !== null && pattern === null;
    navigate(isOneSession ? sessionPath(sessionName) : "/", { isReplacing: true });
  }, [isForConsole, sessionName, pattern]);
  if (isForConsole) return <MessagePage title={messages.value.join.opening} isQuiet />;
  return role === "caller" ? (
    <CallerPage account={account} token={token} />
  ) : (
    <PlayerPage key={sessionName} account={account} again={again} />
  );
}
