import { useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Account } from "../../console-protocol/turn-view";
import { messages } from "../i18n/use-messages";
import { markTitle } from "../inbox/title-mark";
import { announce } from "../shell/announcer";
import { markIcon } from "../shell/favicon-badge";
import { Logo } from "../shell/logo";
import { playArrivalSound, prepareSound } from "../shell/sound";
import type { EndReason } from "../state/connection";
import { renewOperatorSecret } from "../state/operator-secret";
import { isSoundOn } from "../state/preferences";
import { JoinProblemPage } from "./join-problem-page";
import type { JoinProblem } from "./open-invitation";
import { PlayerComposer } from "./player-composer";
import { PlayerConversation } from "./player-conversation";
import { unsentText } from "./player-text";
import { usePlayer, type Player } from "./use-player";
import { useVisibleHeight } from "./use-visible-height";

const PROBLEMS: Readonly<Record<EndReason, JoinProblem>> = {
  "access-ended": "ended",
  "session-deleted": "deleted",
  outdated: "outdated",
  "bad-message": "outdated",
  superseded: "superseded",
};

/** A chat: what is asked, what was answered, and a field to answer in. Nothing else. */
export function PlayerPage({
  account,
  again,
}: {
  readonly account: Account;
  readonly again: () => void;
}) {
  const player = usePlayer(account.sessionName ?? "", account.label);
  const { store, questions } = player;
  const page = useRef<HTMLElement>(null);
  useVisibleHeight(page);
  useEffect(() => prepareSound(), []);
  useArrivals(player);
  const endReason = store.endReason.value;
  if (endReason !== null)
    return (
      <JoinProblemPage
        problem={PROBLEMS[endReason]}
        unsent={unsentText(player.text)}
        again={() => {
          if (endReason === "superseded") renewOperatorSecret();
          again();
        }}
      />
    );
  return (
    <main class="player" ref={page}>
      <header class="player-header">
        <Logo />
        <h1>{messages.value.shell.product}</h1>
        <PlayerStatus player={player} count={questions.length} />
      </header>
      <PlayerConversation player={player} seesContext={account.sees.context} />
      <PlayerComposer player={player} />
    </main>
  );
}

/** Whether somebody waits, in a few words that are always there. */
function PlayerStatus({ player, count }: { readonly player: Player; readonly count: number }) {
  const { join } = messages.value;
  const connection = player.store.connection.value;
  if (connection === "connecting") return <span class="badge">{join.connecting}</span>;
  if (connection === "offline")
    return (
      <span class="badge" data-tone="bad">
        {messages.value.shell.connection.offline}
      </span>
    );
  if (count === 0) return null;
  return (
    <span class="badge" data-tone="waiting">
      {count === 1 ? join.waits : join.waitsCount(count)}
    </span>
  );
}

/** A question that has just come is heard, said, and seen in the tab. */
function useArrivals({ store, questions }: Player): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!store.isCaughtUp.value) return;
    const keys = new Set(questions.map(({ key }) => key));
    const isNew = known.current !== null && [...keys].some((key) => !known.current?.has(key));
    known.current = keys;
    markIcon(questions.length);
    document.title = markTitle(messages.value.shell.product, questions.length);
    if (!isNew) return;
    announce(messages.value.join.arrived);
    if (isSoundOn.value) playArrivalSound();
  });
  useSignalEffect(() => {
    if (store.connection.value === "offline") announce(messages.peek().join.offline);
  });
  useEffect(
    () => () => {
      markIcon(0);
    },
    [],
  );
}
