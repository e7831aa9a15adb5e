import type { ReplyContentCommand } from "../../console-protocol/session-command";

/** An error in place of an answer, while it is filled in. */
export interface ErrorDraft {
  /** Null and NaN as they are typed, until they are mended. */
  readonly status: number | null;
  readonly message: string;
  readonly retryAfterSeconds: number | null;
}

/**
 * What a caller gets with a status, in English as APIs write it: its developer reads it in a log. 529 is Anthropic's for an overload.
 */
export const ERROR_PRESETS = {
  400: "The request could not be understood.",
  401: "The API key is missing or not valid.",
  403: "This API key may not use this model.",
  404: "There is no such model.",
  408: "The request took too long.",
  429: "Rate limit reached. Please try again later.",
  500: "The server had an error while processing the request.",
  503: "The service is temporarily unavailable. Please try again later.",
  529: "The service is overloaded. Please try again later.",
} as const;

export type PresetStatus = keyof typeof ERROR_PRESETS;

export const PRESET_STATUSES: readonly PresetStatus[] = [
  400, 401, 403, 404, 408, 429, 500, 503, 529,
];

const RETRY_AFTER_SECONDS_MAX = 86_400;

/** The one that people want most, so that it is one click away. */
export const NEW_ERROR: ErrorDraft = {
  status: 429,
  message: ERROR_PRESETS[429],
  retryAfterSeconds: 20,
};

export function presetOf(status: number | null): PresetStatus | null {
  return PRESET_STATUSES.find((one) => one === status) ?? null;
}

/** Another status takes its own message with it, unless somebody has written one. */
export function chooseStatus(draft: ErrorDraft, status: number | null): ErrorDraft {
  const before = presetOf(draft.status);
  const isOwn = draft.message.trim() !== "" && draft.message !== (before && ERROR_PRESETS[before]);
  const preset = presetOf(status);
  const message = isOwn || preset === null ? draft.message : ERROR_PRESETS[preset];
  return { ...draft, status, message };
}

/** Clients send the same question again after these, each after its own pause or the one that the header says. */
export function isRetriedStatus(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

export type ErrorField = keyof ErrorDraft;

export function faultsOfError({
  status,
  message,
  retryAfterSeconds,
}: ErrorDraft): readonly ErrorField[] {
  const faults: ErrorField[] = [];
  if (!isWhole(status, 400, 599)) faults.push("status");
  if (message.trim() === "") faults.push("message");
  if (retryAfterSeconds !== null && !isWhole(retryAfterSeconds, 0, RETRY_AFTER_SECONDS_MAX))
    faults.push("retryAfterSeconds");
  return faults;
}

function isWhole(value: number | null, min: number, max: number): boolean {
  return value !== null && Number.isInteger(value) && value >= min && value <= max;
}

export function contentOfError(draft: ErrorDraft): ReplyContentCommand {
  const { status, message, retryAfterSeconds } = draft;
  return { error: { status: status ?? 500, message: message.trim(), retryAfterSeconds } };
}

/** What the browser kept, which another version may have written. */
export function readKeptError(kept: unknown): ErrorDraft {
  if (typeof kept !== "object" || kept === null) return NEW_ERROR;
  const { status, message, retryAfterSeconds } = kept as Readonly<Record<string, unknown>>;
  return {
    status: typeof status === "number" ? status : null,
    message: typeof message === "string" ? message : "",
    retryAfterSeconds: typeof retryAfterSeconds === "number" ? retryAfterSeconds : null,
  };
}
