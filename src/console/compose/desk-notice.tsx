import { useEffect } from "preact/hooks";
import type { Messages } from "../i18n/messages";
import { messages } from "../i18n/use-messages";
import type { AnswerDesk } from "../session/answer-desk";
import type { DeskNotice } from "../session/desk-types";
import { isOpen } from "../session/turn-state";
import { Menu } from "../session/menu";
import type { Question } from "../session/question";
import { announce } from "../shell/announcer";
import { copyText } from "../shell/copy-text";
import type { TurnEntry } from "../state/session-store";

/** What has become of an answer that did not go, with ways to save its text. */
export function DeskNoticeBar({
  desk,
  ownName,
  others,
  onMove,
}: {
  readonly desk: AnswerDesk;
  /** How the others see this operator. */
  readonly ownName: string;
  /** The other questions that wait, which the text could be for. */
  readonly others: readonly Question[];
  readonly onMove: (text: string, to: Question) => void;
}) {
  const { composer, session } = messages.value;
  const entry = desk.entry.value;
  const ended = entry === null ? null : endedText(messages.value, entry, ownName);
  const notice = desk.notice.value;
  const isText = desk.hasOwnText.value;
  const isShown = !desk.isDone.value && (notice !== null || ended !== null);
  const said = ended ?? (notice === null ? "" : noticeText(messages.value, notice));
  useEffect(() => {
    if (isShown) announce(said);
  }, [isShown, said]);
  if (!isShown) return null;
  const text = savedText(desk);
  return (
    <div class="notice desk-notice" data-tone="waiting">
      <p>{said}</p>
      {isText && text !== "" && notice?.type !== "held-back" ? (
        <>
          <button type="button" class="button" onClick={() => void copyText(text)}>
            {composer.ended.copyText}
          </button>
          {others.length === 0 ? null : (
            <Menu label={composer.ended.moveText}>
              {others.map((other) => (
                <button
                  key={other.key}
                  type="button"
                  class="menu-button"
                  onClick={() => {
                    onMove(text, other);
                    desk.clear();
                  }}
                >
                  {"turnId" in other.target ? session.turn(other.target.turnId) : session.undecided}{" "}
                  <span class="muted">{other.questionText.slice(0, 40)}</span>
                </button>
              ))}
            </Menu>
          )}
        </>
      ) : null}
      {notice?.type === "refused" && notice.refused.reason === "reply-rejected" ? (
        <button type="button" class="button" onClick={() => void desk.send(true)}>
          {messages.value.answer.sendAnyway}
        </button>
      ) : null}
      {ended !== null && isText ? (
        <button type="button" class="button" onClick={() => desk.discard()}>
          {composer.ended.discard}
        </button>
      ) : null}
      {ended === null ? (
        <button type="button" class="button button-quiet" onClick={() => desk.dismissNotice()}>
          {composer.ended.dismiss}
        </button>
      ) : null}
    </div>
  );
}

/** While another writes on, what they have said is theirs; of a turn that is over, all of it may be of use. */
function savedText(desk: AnswerDesk): string {
  const { text, sentChars } = desk.draft.value;
  const entry = desk.entry.value;
  return entry !== null && isOpen(entry) ? text.slice(sentChars) : text;
}

/** Null while an answer is awaited. */
function endedText({ composer }: Messages, entry: TurnEntry, ownName: string): string | null {
  const { ended } = composer;
  switch (entry.status) {
    case "answered":
    case "delivered": {
      const name = entry.answer?.source.operatorName ?? "";
      // A program that answers by HTTP does so for whoever had the turn, which may be the reader.
      return name === "" || name === ownName ? ended.answered : ended.answeredBy(name);
    }
    case "expired":
      return ended.expired;
    case "skipped":
      return ended.skipped;
    case "abandoned":
      return ended.abandoned;
    case "waiting":
    case "shown":
      return null;
  }
}

function noticeText({ composer, compose, faults }: Messages, notice: DeskNotice): string {
  switch (notice.type) {
    case "taken-over":
      return composer.ended.takenOver(notice.by);
    case "held-back":
      return notice.refusal === "empty" ? composer.emptyAnswer : compose.refusals[notice.refusal];
    case "refused": {
      const { reason, detail } = notice.refused;
      const said = faults.refused[reason];
      return detail === null ? said : `${said} ${detail}`;
    }
  }
}
