import type { Result } from "../core/result";
import { parseSettings, type SettingProblem, type Settings } from "../core/settings";

const parsedByEnvironment = new WeakMap<object, Result<Settings, readonly SettingProblem[]>>();

/** An isolate gives the same environment to all its requests, so its variables are parsed once. */
export function settingsOfEnvironment(
  environment: object,
): Result<Settings, readonly SettingProblem[]> {
  let settings = parsedByEnvironment.get(environment);
  if (settings === undefined) {
    settings = parseSettings(environment as Readonly<Record<string, unknown>>);
    parsedByEnvironment.set(environment, settings);
  }
  return settings;
}
