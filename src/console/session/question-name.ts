import { messages } from "../i18n/use-messages";
import type { Question } from "./question";

/** How a question is called on the page. */
export function nameOf({ target }: Question): string {
  const { session } = messages.value;
  return "turnId" in target ? session.turn(target.turnId) : session.undecided;
}
