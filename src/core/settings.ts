import { z } from "zod";
import { LIMITS } from "./limits";
import { fail, succeed, type Result } from "./result";

/** What the operator of a server can change, read from its Worker variables. Durations are in milliseconds here. */
export interface Settings {
  /** Null where none is set: the server is then closed, or in open local mode. */
  readonly apiKey: string | null;
  /** Set by `npm start` alone, while it binds to a loopback address. */
  readonly isOpenLocal: boolean;
  readonly turnTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  /** 0: no limit. */
  readonly sessionsMax: number;
  readonly openTurnsMax: number;
  readonly bodyBytesMax: number;
  readonly sessionBytesMax: number;
  readonly corsOrigins: "*" | readonly string[];
  readonly logLevel: LogLevel;
  readonly heartbeat: HeartbeatKind;
  readonly heartbeatIntervalMs: number;
  /** The window in which an error can still have its own status. */
  readonly commitDelayMs: number;
  readonly retentionMs: number;
  readonly defaultResponder: "partner" | "operator";
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "off"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `event` sends a typed event at each beat, for clients that count only events; `off` sends nothing while someone thinks. */
export type HeartbeatKind = "comment" | "event" | "off";

export interface SettingProblem {
  /** The variable's name. */
  readonly name: string;
  /** What is wrong with it; never its value, which may be a secret. */
  readonly message: string;
}

const PREFIX = "MOTIVE_PROXY_";
const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;

/** Longer deadlines than a month are mistakes of unit, such as milliseconds. */
const TIMEOUT_SECONDS_MAX = 30 * 86_400;
/** A request travels to its Session in one socket message, which ends at 32 MiB; twice the body leaves room for digests. */
const BODY_BYTES_MAX = 16 * 1024 * 1024;
/** A Durable Object with less has no room for its own tables; one on the paid plan ends at 10 GB. */
const SESSION_BYTES_MIN = 1024 * 1024;
const SESSION_BYTES_MAX = 8 * 1024 ** 3;
/** On the free plan it has 1 GB: stop well before writes begin to fail. */
const SESSION_BYTES_DEFAULT = 512 * 1024 * 1024;
/** The Directory lists no more, and so could not count them. */
const SESSIONS_MAX = 100_000;
/** NextChat waits a minute for headers, and proxies begin to cut at 30 s. */
const COMMIT_DELAY_SECONDS_MAX = 25;
/** Node's fetch gives up after five silent minutes. */
const HEARTBEAT_SECONDS_MAX = 300;

/** A number in plain decimal notation within bounds; `Number` alone would take "0x10", "1e3" and " ". */
function numberBetween(min: number, max: number, isInteger: boolean) {
  const shape = isInteger ? "a whole number" : "a number";
  const message = `must be ${shape} from ${min} to ${max}.`;
  return z
    .string()
    .regex(isInteger ? /^\d+$/ : /^\d+(\.\d+)?$/, message)
    .transform(Number)
    .pipe(z.number(message).min(min, message).max(max, message));
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `must be one of ${values.join(", ")}.`);
}

const apiKey = z
  .string()
  .regex(
    /^[\x21-\x7e]+$/,
    "must be one or more visible ASCII characters without blanks, as HTTP headers carry no others.",
  );

const corsOrigins = z.string().transform((text, context): "*" | readonly string[] => {
  const origins = text.split(/[\s,]+/).filter((origin) => origin !== "");
  if (origins.length === 1 && origins[0] === "*") return "*";
  const isList = origins.length > 0 && origins.every((origin) => isOrigin(origin));
  if (!isList) {
    const message =
      "must be * or a list of origins such as https://chat.example.com, separated by commas.";
    context.addIssue({ code: "custom", message });
  }
  return origins;
});

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** Every variable by its name without the prefix, with its default. The only place that knows them. */
const VARIABLES = {
  API_KEY: apiKey.optional(),
  OPEN_LOCAL: oneOf(["0", "1"]).default("0"),
  TURN_TIMEOUT: numberBetween(0.05, TIMEOUT_SECONDS_MAX, false).default(3_600),
  SESSION_TIMEOUT: numberBetween(0.05, TIMEOUT_SECONDS_MAX, false).default(3_600),
  MAX_SESSIONS: numberBetween(0, SESSIONS_MAX, true).default(0),
  MAX_OPEN_TURNS: numberBetween(1, LIMITS.holdsMax, true).default(64),
  MAX_BODY_BYTES: numberBetween(1_024, BODY_BYTES_MAX, true).default(8 * 1024 * 1024),
  MAX_SESSION_BYTES: numberBetween(SESSION_BYTES_MIN, SESSION_BYTES_MAX, true).default(
    SESSION_BYTES_DEFAULT,
  ),
  CORS_ORIGINS: corsOrigins.default("*"),
  LOG_LEVEL: oneOf(LOG_LEVELS).default("info"),
  HEARTBEAT: oneOf(["comment", "event", "off"]).default("comment"),
  HEARTBEAT_INTERVAL: numberBetween(0.05, HEARTBEAT_SECONDS_MAX, false).default(10),
  COMMIT_DELAY: numberBetween(0, COMMIT_DELAY_SECONDS_MAX, false).default(1),
  RETENTION_DAYS: numberBetween(0.01, 36_500, false).default(30),
  RESPONDER: oneOf(["partner", "operator"]).default("partner"),
} as const;

const settingsSchema = z.strictObject(VARIABLES);

/** Reads the Worker's variables. A wrong or unknown one is a problem with a name, never a silent default. */
export function parseSettings(
  variables: Readonly<Record<string, unknown>>,
): Result<Settings, readonly SettingProblem[]> {
  const parsed = settingsSchema.safeParse(textsOf(variables));
  if (!parsed.success) return fail(parsed.error.issues.flatMap(problemsOfIssue));
  const values = parsed.data;
  return succeed({
    apiKey: values.API_KEY ?? null,
    isOpenLocal: values.OPEN_LOCAL === "1",
    turnTimeoutMs: values.TURN_TIMEOUT * SECOND_MS,
    sessionTimeoutMs: values.SESSION_TIMEOUT * SECOND_MS,
    sessionsMax: values.MAX_SESSIONS,
    openTurnsMax: values.MAX_OPEN_TURNS,
    bodyBytesMax: values.MAX_BODY_BYTES,
    sessionBytesMax: values.MAX_SESSION_BYTES,
    corsOrigins: values.CORS_ORIGINS,
    logLevel: values.LOG_LEVEL,
    heartbeat: values.HEARTBEAT,
    heartbeatIntervalMs: values.HEARTBEAT_INTERVAL * SECOND_MS,
    commitDelayMs: values.COMMIT_DELAY * SECOND_MS,
    retentionMs: values.RETENTION_DAYS * DAY_MS,
    defaultResponder: values.RESPONDER,
  });
}

/** The variables that are this server's, without their prefix. A `[vars]` table may hold numbers and booleans too. */
function textsOf(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const texts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (!name.startsWith(PREFIX)) continue;
    const isScalar = typeof value === "number" || typeof value === "boolean";
    texts[name.slice(PREFIX.length)] = isScalar ? String(value) : value;
  }
  return texts;
}

function problemsOfIssue(issue: z.core.$ZodIssue): readonly SettingProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      name: `${PREFIX}${key}`,
      message: `is no setting; the settings are ${Object.keys(VARIABLES)
        .map((name) => PREFIX + name)
        .join(", ")}.`,
    }));
  }
  return [{ name: `${PREFIX}${String(issue.path[0])}`, message: issue.message }];
}
