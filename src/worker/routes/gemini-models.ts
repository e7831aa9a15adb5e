import { invalidRequest, type ApiError } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import type { AppContext } from "../app-types";
import { errorResponse, notFound } from "../error-response";
import { sessionOfPath } from "../session-of-path";
import { viewOfGeminiModel } from "./gemini-model-view";
import { findModel, modelsInScope } from "./models";

/**
 * Sessions as models in Google's shape.
 *
 * @see https://ai.google.dev/api/models (2026-11)
 */

/** Google's own default and maximum. */
const PAGE_SIZE = 50;
const PAGE_SIZE_MAX = 1_000;

export async function listGeminiModels(context: AppContext): Promise<Response> {
  const page = readPage(context);
  if (!page.ok) return errorResponse(context, page.error);
  const { start, size } = page.value;
  const models = await modelsInScope(context, context.get("principal").scope);
  const end = start + size;
  return context.json({
    models: models.slice(start, end).map(({ name }) => viewOfGeminiModel(context, name)),
    ...(end < models.length ? { nextPageToken: String(end) } : {}),
  });
}

export async function getGeminiModel(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  const model = session.ok ? await findModel(context, session.value) : null;
  if (model !== null) return context.json(viewOfGeminiModel(context, model.name));
  const name = `models/${context.req.param("id") ?? ""}`.slice(0, 256);
  const message = `${JSON.stringify(name)} is not found: no session has this name yet. The first request to it makes one.`;
  return errorResponse(context, notFound("model_not_found", message, "name"));
}

interface Page {
  readonly start: number;
  readonly size: number;
}

function readPage(context: AppContext): Result<Page, ApiError> {
  const start = readCount(context, "pageToken");
  if (!start.ok) return start;
  const size = readCount(context, "pageSize");
  if (!size.ok) return size;
  // Google takes a size of 0 for its default, and one above the maximum for the maximum.
  return succeed({ start: start.value, size: Math.min(size.value || PAGE_SIZE, PAGE_SIZE_MAX) });
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
