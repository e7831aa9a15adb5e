import { z } from "zod/mini";
import { OPERATOR_ID, OPERATOR_NAME_CHARS_MAX, OPERATOR_SECRET } from "./constants";

// A page that reads no schemas takes them from `constants.ts`, as a bundle keeps every schema beside what it takes.
export { CONSOLE_CLOSE, CONSOLE_PING, CONSOLE_PONG, CONSOLE_PROTOCOL_VERSION } from "./constants";

/**
 * Proves that a page is one operator's: made at random by the page, kept over reloads, and shared with no other page. Only `hello` has it,
 * and the server neither keeps it nor sends it on.
 */
export const operatorSecret = z.string().check(z.regex(OPERATOR_SECRET));

/** An operator as others see them: what the server makes of the secret, and of the access with which it came. */
export const operatorId = z.string().check(z.regex(OPERATOR_ID));

/** What others see; never empty. */
export const operatorName = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(OPERATOR_NAME_CHARS_MAX));

export const operator = z.object({ operatorId, name: operatorName });

/** Who is at a console. */
export type Operator = z.infer<typeof operator>;
