import { LOG_LEVELS, type LogLevel } from "./settings";

/** Fields of a log line. Never a key, and no message's content below `debug`. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

type LineLevel = Exclude<LogLevel, "off">;

export type Log = (level: LineLevel, event: string, fields: LogFields) => void;

/** Where lines go; the platform's `console` fits. */
export type LogSink = Readonly<Record<LineLevel, (line: string) => void>>;

/** One JSON object a line, so that Workers Logs can index the fields. */
export function createLog(threshold: LogLevel, sink: LogSink): Log {
  const lowest = LOG_LEVELS.indexOf(threshold);
  return function log(level, event, fields) {
    if (LOG_LEVELS.indexOf(level) < lowest) return;
    sink[level](JSON.stringify({ level, event, ...fields }));
  };
}
