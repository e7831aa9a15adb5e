import { stripVTControlCharacters } from "node:util";

/** What wrangler puts before a log line that the Worker wrote with console.error or console.warn. */
const LOG_LEVEL_MARK = /^(✘ \[ERROR\]|▲ \[WARNING\]) (?=\{)/;

/** @typedef {"log" | "error" | "chatter"} LineKind */

/**
 * Sorts wrangler's output: the Worker's own log lines are JSON objects, an error begins with a mark
 * and goes on over the lines that follow, and all the rest is chatter.
 */
export class OutputSorter {
  #inError = false;
  #inChatter = false;

  /**
   * @param {string} line without colours
   * @returns {LineKind}
   */
  kindOf(line) {
    if (isLogLine(line)) return this.#enter("log");
    if (/^(✘ |X )?\[(wrangler:)?error\]/i.test(line)) return this.#enter("error");
    if (/^(Uncaught |\w*Error: )/.test(line)) return this.#enter("error");
    // The runtime's own word on it, which names the source; it comes with WRANGLER_LOG=debug alone.
    if (line.startsWith("uncaught exception; ")) return this.#enter("error");
    if (/^([▲⎔]|\[wrangler:|Using |Your Worker|Binding |env\.|- |╭|│|╰|─)/.test(line)) {
      return this.#enter("chatter");
    }
    return this.#inError && !this.#inChatter ? "error" : "chatter";
  }

  /** @param {LineKind} kind */
  #enter(kind) {
    this.#inError = kind === "error";
    this.#inChatter = kind === "chatter";
    return kind;
  }
}

/** @param {string} line */
function isLogLine(line) {
  if (!line.startsWith("{")) return false;
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

/**
 * @param {import("node:stream").Readable} stream
 * @param {(line: string, kind: LineKind) => void} onLine
 */
export function readLines(stream, onLine) {
  const sorter = new OutputSorter();
  let rest = "";
  const take = (/** @type {string} */ raw) => {
    const line = stripVTControlCharacters(raw).trimEnd().replace(LOG_LEVEL_MARK, "");
    if (line !== "") onLine(line, sorter.kindOf(line));
  };
  stream.setEncoding("utf8");
  stream.on("data", (/** @type {string} */ text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(take);
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
}
