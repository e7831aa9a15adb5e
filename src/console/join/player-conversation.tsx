import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { TurnView } from "../../console-protocol/turn-view";
import { MediaPart } from "../conversation/media-part";
import { useStickToEnd } from "../conversation/stick-to-end";
import { messages } from "../i18n/use-messages";
import { locale } from "../state/preferences";
import type { SessionStore, TurnEntry } from "../state/session-store";
import { answerState, answerText, type PlayerQuestion } from "./player-queue";
import type { Player } from "./use-player";

/** Earlier ones are asked for by nobody, and a phone has little memory. */
const SHOWN_MAX = 200;

export function PlayerConversation({
  player,
  seesContext,
}: {
  readonly player: Player;
  readonly seesContext: boolean;
}) {
  const { store, questions, current, text } = player;
  const { join } = messages.value;
  const turns = store.turns.value.slice(-SHOWN_MAX);
  const holds = questions.filter(({ target }) => "holdId" in target);
  const follower = useStickToEnd(`${turns.length} ${holds.length} ${text.pending?.text ?? ""}`);
  const { scroller, content } = follower;
  const byTurn = new Map(questions.map((question) => [question.key, question]));
  return (
    <section
      class="player-scroller"
      ref={scroller}
      onScroll={() => {
        follower.onScroll();
      }}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, by the keyboard too
      tabIndex={0}
      aria-label={join.conversation}
    >
      {seesContext && <YourPart store={store} question={current} />}
      <ol class="player-turns" ref={content}>
        {turns.map((turn) => (
          <PlayerTurn
            key={turn.turnId}
            turn={turn}
            question={byTurn.get(`turn-${turn.turnId}`) ?? null}
            player={player}
          />
        ))}
        {holds.map((hold) => (
          <li key={hold.key}>
            <Bubble side="theirs" text={hold.text} atMs={hold.sinceMs} />
            <QuestionMark question={hold} player={player} />
            <Pending player={player} questionKey={hold.key} />
          </li>
        ))}
      </ol>
      {questions.length === 0 && store.isCaughtUp.value && (
        <p class="player-nobody">{join.nobody}</p>
      )}
    </section>
  );
}

function PlayerTurn({
  turn,
  question,
  player,
}: {
  readonly turn: TurnEntry;
  readonly question: PlayerQuestion | null;
  readonly player: Player;
}) {
  const { join } = messages.value;
  const answer = answerText(turn);
  const state = answerState(turn);
  const texts = {
    delivered: join.delivered,
    "on-its-way": join.onItsWay,
    "caller-gone": join.callerGone,
    "too-late": join.tooLate,
  };
  const isOverUnanswered = question === null && answer === null;
  return (
    <li>
      <AskedBubble store={player.store} turn={turn} />
      {question !== null && <QuestionMark question={question} player={player} />}
      <Pending player={player} questionKey={`turn-${turn.turnId}`} />
      {answer !== null && (
        <Bubble side="ours" text={answer} atMs={turn.answeredAtMs}>
          {state !== null && (
            <span class="bubble-state" data-state={state}>
              {texts[state]}
            </span>
          )}
        </Bubble>
      )}
      {isOverUnanswered && <p class="bubble-note">{join.tooLate}</p>}
    </li>
  );
}

/** Which question an answer goes to, where several wait. */
function QuestionMark({
  question,
  player: { questions, current, choose },
}: {
  readonly question: PlayerQuestion;
  readonly player: Player;
}) {
  const { join } = messages.value;
  if (question.takenBy !== null)
    return <p class="bubble-note">{join.someoneElse(question.takenBy)}</p>;
  if (questions.length < 2) return null;
  if (question.key !== current?.key)
    return (
      <p class="bubble-note">
        <button type="button" class="button" onClick={() => choose(question.key)}>
          {join.answerThis}
        </button>
      </p>
    );
  return (
    <p class="bubble-note" data-tone="waiting">
      {join.isNext}
    </p>
  );
}

function Pending({
  player: { text },
  questionKey,
}: {
  readonly player: Player;
  readonly questionKey: string;
}) {
  if (text.pending?.questionKey !== questionKey) return null;
  return (
    <Bubble side="ours" text={text.pending.text} atMs={null}>
      <span class="bubble-state">{messages.value.join.sending}</span>
    </Bubble>
  );
}

function Bubble({
  side,
  text,
  atMs,
  media = [],
  children,
}: {
  readonly side: "ours" | "theirs";
  readonly text: string;
  readonly atMs: number | null;
  readonly media?: readonly MediaParts[];
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="bubble" data-side={side} dir="auto">
      {text !== "" && <p>{text}</p>}
      {media.map((part, index) => (
        <MediaPart key={index} part={part} />
      ))}
      <div class="bubble-foot">
        {children}
        {atMs !== null && <time>{timeOfDay(atMs)}</time>}
      </div>
    </div>
  );
}

function timeOfDay(atMs: number): string {
  return new Intl.DateTimeFormat(locale.value, { timeStyle: "short" }).format(atMs);
}

type Part = TurnView["messages"][number]["parts"][number];
type MediaParts = Extract<Part, { readonly type: "image" | "audio" | "file" }>;

/** What the server's text of a question has in place of what is no text. */
const MEDIA_MARK = /\[(?:image|audio|file)\b/;

/** A question, with its pictures where it has some: they are too large for the list of turns, and come by themselves. */
function AskedBubble({ store, turn }: { readonly store: SessionStore; readonly turn: TurnEntry }) {
  const hasMedia = MEDIA_MARK.test(turn.questionText);
  const view = useTurnView(store, hasMedia ? turn.turnId : null);
  const parts = view?.messages.slice(view.newFromIndex).flatMap((message) => message.parts) ?? [];
  const media = parts.filter(isMedia);
  const isPlain = parts.every((part) => part.type === "text" || isMedia(part));
  const texts = parts.map((part) => (part.type === "text" ? part.text : ""));
  const isShown = media.length > 0 && isPlain;
  return (
    <Bubble
      side="theirs"
      text={isShown ? texts.filter(Boolean).join("\n") : turn.questionText}
      atMs={turn.openedAtMs}
      media={media}
    />
  );
}

function isMedia(part: Part): part is MediaParts {
  return part.type === "image" || part.type === "audio" || part.type === "file";
}

/** Who the player plays, where they may know it. */
function YourPart({
  store,
  question,
}: {
  readonly store: SessionStore;
  readonly question: PlayerQuestion | null;
}) {
  const [part, setPart] = useState("");
  const turnId = question !== null && "turnId" in question.target ? question.target.turnId : null;
  const view = useTurnView(store, turnId ?? store.turns.value.at(-1)?.turnId ?? null);
  useEffect(() => {
    if (view === null) return;
    const instructions = view.messages.filter(
      ({ role }) => role === "system" || role === "developer",
    );
    setPart(instructions.map(textOf).join("\n\n"));
  }, [view]);
  if (part === "") return null;
  return (
    <details class="player-part">
      <summary>{messages.value.join.part}</summary>
      <p>{part}</p>
    </details>
  );
}

function textOf({ parts }: TurnView["messages"][number]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function useTurnView(store: SessionStore, turnId: number | null): TurnView | null {
  const [view, setView] = useState<TurnView | null>(null);
  // What a player may see of a turn changes with the session's switch.
  const isContextHidden = store.live.value?.isContextHidden;
  useEffect(() => {
    if (turnId === null) return undefined;
    let isCurrent = true;
    const load = async (): Promise<void> => {
      try {
        const loaded = await store.turnView(turnId);
        if (isCurrent) setView(loaded);
      } catch {
        // The question's text is there without it; the next connection asks again.
      }
    };
    void load();
    return () => {
      isCurrent = false;
    };
  }, [store, turnId, isContextHidden, store.connection.value]);
  return view;
}
