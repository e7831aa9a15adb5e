import type { PresentOperator } from "../../console-protocol/session-message";
import type { ReplyPart } from "../../core/turn";
import { messages } from "../i18n/use-messages";
import type { TurnAnswer, TurnEntry } from "../state/session-store";
import { TextPart } from "./text-part";
import { ToolCall } from "./lazy-parts";

/** What follows the question: its answer, or what the caller has of it so far and who is writing. */
export function AnswerView({
  entry,
  typing,
  isMine,
  isMarkdown,
  idPrefix,
}: {
  readonly entry: TurnEntry;
  /** The other operators who write at this turn. */
  readonly typing: readonly PresentOperator[];
  readonly isMine: boolean;
  readonly isMarkdown: boolean;
  readonly idPrefix: string;
}) {
  const { session } = messages.value;
  const { answer, draftText, claimedBy } = entry;
  if (answer !== null)
    return <FinishedAnswer answer={answer} isMarkdown={isMarkdown} idPrefix={idPrefix} />;
  return (
    <>
      {draftText === "" || isMine ? null : (
        <li class="message" data-role="assistant" data-draft="true">
          <p class="message-role">
            {claimedBy === null ? session.answerHasGone : session.answerIsWritten(claimedBy.name)}
          </p>
          <div class="plain-text" dir="auto">
            {draftText}
          </div>
        </li>
      )}
      {typing.length === 0 ? null : (
        <li class="message-typing">
          <span class="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {session.isTyping(typing.map(({ name }) => name).join(", "))}
        </li>
      )}
    </>
  );
}

function FinishedAnswer({
  answer,
  isMarkdown,
  idPrefix,
}: {
  readonly answer: TurnAnswer;
  readonly isMarkdown: boolean;
  readonly idPrefix: string;
}) {
  const { session } = messages.value;
  const { operatorName, kind } = answer.source;
  const name = kind === "partner" ? session.header.responders.partner : operatorName;
  return (
    <li class="message" data-role="assistant" data-answer="true">
      <p class="message-role">
        {name === "" ? session.roles.assistant : session.answerBy(name)}
        {answer.type === "reply" && answer.reply.finishReason !== "stop" ? (
          <span class="badge">{answer.reply.finishReason}</span>
        ) : null}
      </p>
      {answer.type === "error" ? (
        <div class="refusal">
          <span class="badge" data-tone="bad">
            {session.errorAnswer(answer.error.status)}
          </span>
          <div class="plain-text">{answer.error.message}</div>
        </div>
      ) : (
        answer.reply.parts.map((part, index) => (
          // eslint-disable-next-line react/no-array-index-key -- an answer never changes
          <AnswerPart key={index} part={part} isMarkdown={isMarkdown} idPrefix={idPrefix} />
        ))
      )}
    </li>
  );
}

function AnswerPart({
  part,
  isMarkdown,
  idPrefix,
}: {
  readonly part: ReplyPart;
  readonly isMarkdown: boolean;
  readonly idPrefix: string;
}) {
  switch (part.type) {
    case "text":
      return <TextPart text={part.text} isMarkdown={isMarkdown} />;
    case "refusal":
      return (
        <div class="refusal">
          <span class="badge" data-tone="bad">
            {messages.value.session.refusal}
          </span>
          <TextPart text={part.text} isMarkdown={isMarkdown} />
        </div>
      );
    case "tool-call":
      return <ToolCall part={part} result={null} idPrefix={idPrefix} />;
  }
}
