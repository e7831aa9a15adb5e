import { createLog as createLogTo, type Log } from "../core/log";
import type { LogLevel } from "../core/settings";

export type { Log, LogFields } from "../core/log";

/** The Worker's lines go to the platform's console. */
export function createLog(threshold: LogLevel): Log {
  return createLogTo(threshold, console);
}
