import { z } from "zod/mini";
import { OPERATOR_ID, OPERATOR_NAME_CHARS_MAX } from "./constants";

// A page that reads no schemas takes them from `constants.ts`, as a bundle keeps every schema beside what it takes.
export { CONSOLE_CLOSE, CONSOLE_PING, CONSOLE_PONG, CONSOLE_PROTOCOL_VERSION } from "./constants";

/** One open page of an operator: made at random by the page, kept over reloads, and shared with no other page. */
export const operatorId = z.string().check(z.regex(OPERATOR_ID));

/** What others see; never empty. */
export const operatorName = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(OPERATOR_NAME_CHARS_MAX));

export const operator = z.object({ operatorId, name: operatorName });

/** Who is at a console. */
export type Operator = z.infer<typeof operator>;
