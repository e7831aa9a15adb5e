/** Where Python's `str.splitlines` ends a line, besides at a line feed. */
const PYTHON_LINE_ENDS = [
  "\r",
  "\v",
  "\f",
  "\u001c",
  "\u001d",
  "\u001e",
  "\u0085",
  "\u2028",
  "\u2029",
];

/** Reads lines as Python's and Go's clients do: each of them is JSON, blanks around it or not, and none is blank. */
export function readLines(stream: string): readonly unknown[] {
  if (!stream.endsWith("\n")) throw new Error("Something follows the last line.");
  if (PYTHON_LINE_ENDS.some((end) => stream.includes(end))) throw new Error("A line is broken.");
  return stream
    .slice(0, -1)
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}
