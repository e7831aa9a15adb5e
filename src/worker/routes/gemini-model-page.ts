import { invalidRequest, type ApiError } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import type { AppContext } from "../app-types";
import { viewOfGeminiModel } from "./gemini-model-view";

/** Google's own default and maximum. */
const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 1_000;

export interface GeminiModelPage {
  readonly models: readonly ReturnType<typeof viewOfGeminiModel>[];
  readonly nextPageToken?: string;
}

/** The page that the query asks for. @see https://ai.google.dev/api/models#method:-models.list (2026-11) */
export function pageOfGeminiModels(
  context: AppContext,
  sessions: readonly { readonly name: string }[],
): Result<GeminiModelPage, ApiError> {
  const start = readCount(context, "pageToken");
  if (!start.ok) return start;
  const size = readCount(context, "pageSize");
  if (!size.ok) return size;
  // Google takes a size of 0 for its default, and one above the maximum for the maximum.
  const end = start.value + Math.min(size.value || PAGE_SIZE, PAGE_SIZE_MAX);
  return succeed({
    models: sessions.slice(start.value, end).map(({ name }) => viewOfGeminiModel(context, name)),
    ...(end < sessions.length ? { nextPageToken: String(end) } : {}),
  });
}

function readCount(context: AppContext, name: string): Result<number, ApiError> {
  const snakeName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const text = context.req.query(name) ?? context.req.query(snakeName);
  if (text === undefined || text === "") return succeed(0);
  if (/^\d{1,9}$/.test(text)) return succeed(Number(text));
  const expected = name === "pageToken" ? "the token of an earlier page" : "a whole number";
  return fail(
    invalidRequest("invalid_value", `Invalid value for '${name}': expected ${expected}.`, name),
  );
}
