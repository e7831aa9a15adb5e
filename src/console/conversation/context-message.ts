import type { Message } from "../../core/message";

/** Whether a message sets the scene instead of being said in it. */
export function isContextMessage({ role }: Pick<Message, "role">): boolean {
  return role === "system" || role === "developer";
}
