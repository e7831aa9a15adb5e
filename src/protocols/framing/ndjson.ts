import { escapeLineBreaks } from "./line-breaks";

/** JSON values, one a line. Python's and Go's clients raise on a line that is blank, so there is never one. */
export const NDJSON_CONTENT_TYPE = "application/x-ndjson";

/** A blank before the next value: it is no line of its own, and every parser of JSON skips it. */
export const NDJSON_KEEP_ALIVE = " ";

export function encodeNdjsonLine(json: string): string {
  return `${escapeLineBreaks(json)}\n`;
}
