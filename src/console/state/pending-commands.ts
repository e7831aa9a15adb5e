import type { RefusalReason, SessionMessage } from "../../console-protocol/session-message";
import type { SessionCommand } from "../../console-protocol/session-command";

/** A command that the server answers, under the id by which it knows it again. */
export type AnsweredCommand = Extract<SessionCommand, { readonly commandId: string }>;

/** A command without its id, which the store gives it. */
export type CommandBody = AnsweredCommand extends infer Each
  ? Each extends AnsweredCommand
    ? Omit<Each, "commandId">
    : never
  : never;

export interface Done {
  readonly type: "done";
  readonly turnId: number | null;
}

export type Refused = Omit<Extract<SessionMessage, { readonly type: "refused" }>, "commandId">;

/** The page was closed to the session before the server answered; whether it was done is not known. */
export interface Unanswered {
  readonly type: "unanswered";
}

export type CommandOutcome = Done | Refused | Unanswered;
export type { RefusalReason };

/** Commands that the server has not answered, in the order in which they were given; they go again after each reconnect. */
export class PendingCommands {
  readonly #pending = new Map<
    string,
    { readonly command: AnsweredCommand; readonly settle: (outcome: CommandOutcome) => void }
  >();

  add(command: AnsweredCommand): Promise<CommandOutcome> {
    return new Promise((settle) => {
      this.#pending.set(command.commandId, { command, settle });
    });
  }

  list(): readonly AnsweredCommand[] {
    return [...this.#pending.values()].map(({ command }) => command);
  }

  /** An answer to a command that is answered already says nothing new. */
  answer(message: Extract<SessionMessage, { readonly type: "done" | "refused" }>): void {
    const { commandId, ...outcome } = message;
    this.#settle(commandId, outcome);
  }

  abandon(): void {
    for (const commandId of this.#pending.keys()) this.#settle(commandId, { type: "unanswered" });
  }

  #settle(commandId: string, outcome: CommandOutcome): void {
    const entry = this.#pending.get(commandId);
    this.#pending.delete(commandId);
    entry?.settle(outcome);
  }
}
