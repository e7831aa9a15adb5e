import { useEffect, useId, useRef } from "preact/hooks";
import { messages } from "../i18n/use-messages";
import { isMeantFor } from "./player-text";
import type { Player } from "./use-player";

/** On a keyboard of glass Enter is a line, as in every messenger there; on a desk it sends. */
const isTouch = matchMedia("(pointer: coarse)");

export function PlayerComposer({ player }: { readonly player: Player }) {
  const { store, questions, current, text, problem, write, send, isForAnother } = player;
  const id = useId();
  const editor = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // On a phone it would open the keyboard over the question.
    if (!isTouch.matches) editor.current?.focus();
  }, []);
  const { join } = messages.value;
  const isOffline = store.connection.value === "offline";
  const taken = current === null ? questions.find(({ takenBy }) => takenBy !== null) : undefined;
  const canSend =
    current !== null && text.pending === null && text.draft.trim() !== "" && !isForAnother;
  const note = isOffline
    ? join.offline
    : taken?.takenBy
      ? join.someoneElse(taken.takenBy)
      : isTouch.matches
        ? join.keysTouch
        : join.keysDesktop;
  return (
    <form
      class="player-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {problem !== null && (
        <p class="notice" data-tone="bad" role="alert">
          {problem}
        </p>
      )}
      <RedirectNotice
        player={player}
        redirected={() => {
          editor.current?.focus();
        }}
      />
      <label class="visually-hidden" for={id}>
        {join.yourAnswer}
      </label>
      <textarea
        id={id}
        ref={editor}
        rows={1}
        dir="auto"
        aria-describedby={`${id}:note`}
        placeholder={current === null ? join.placeholderNobody : join.placeholder}
        enterkeyhint={isTouch.matches ? "enter" : "send"}
        value={text.draft}
        onInput={({ currentTarget: { value } }) => {
          write(value);
        }}
        onKeyDown={(event) => {
          // Safari ends a composition before the Enter that ended it, and marks the key with 229 alone.
          const isComposing = event.isComposing || event.keyCode === 229;
          if (event.key !== "Enter" || event.shiftKey || isComposing || isTouch.matches) return;
          event.preventDefault();
          if (canSend) send();
        }}
      />
      <button type="submit" class="button button-primary" aria-disabled={!canSend || undefined}>
        {text.pending === null ? join.send : join.sending}
      </button>
      <p class="hint" id={`${id}:note`}>
        {note}
      </p>
    </form>
  );
}

/** Asks before a text goes to another question than the one that it was begun for. */
function RedirectNotice({
  player: { questions, current, text, isForAnother, redirect },
  redirected,
}: {
  readonly player: Player;
  readonly redirected: () => void;
}) {
  const { join } = messages.value;
  if (!isForAnother || current === null) return null;
  const isOver = questions.every((question) => !isMeantFor(text, question));
  return (
    <div class="notice" data-tone="waiting" role="alert">
      <p>
        {isOver ? join.isForAnother : join.isForUnchosen} <q>{beginning(current.text)}</q>
      </p>
      <button
        type="button"
        class="button"
        onClick={() => {
          redirect();
          redirected();
        }}
      >
        {join.answerThis}
      </button>
    </div>
  );
}

const BEGINNING_CHARS = 60;

function beginning(text: string): string {
  const characters = Array.from(text);
  return characters.length > BEGINNING_CHARS
    ? `${characters.slice(0, BEGINNING_CHARS).join("")}…`
    : text;
}
