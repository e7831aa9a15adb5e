import type { ConsoleVisitor } from "./console-visitor";
import { hashText } from "./hash-text";

/**
 * An operator's public id, by which others see them and by which they have a turn (PAIR-16). It is made of a secret that only their page
 * has, so that nobody who is told the id can be that operator; and of their access, so that the secret alone is worth nothing.
 * As long as the secret is a random one of 128 bits, neither follows from the id.
 */
export function operatorIdOf(
  secret: string,
  { role, inviteId }: Pick<ConsoleVisitor, "role" | "inviteId">,
): string {
  return hashText(JSON.stringify(["operator", role, inviteId, secret]));
}
