import type { AppContext } from "../app-types";
import { errorResponse, notFound } from "../error-response";
import { sessionOfPath } from "../session-of-path";
import { pageOfGeminiModels } from "./gemini-model-page";
import { viewOfGeminiModel } from "./gemini-model-view";
import { findModel, modelsInScope } from "./models";

/**
 * Sessions as models in Google's shape.
 *
 * @see https://ai.google.dev/api/models (2026-11)
 */

export async function listGeminiModels(context: AppContext): Promise<Response> {
  const sessions = await modelsInScope(context, context.get("principal").scope);
  const page = pageOfGeminiModels(context, sessions);
  return page.ok ? context.json(page.value) : errorResponse(context, page.error);
}

export async function getGeminiModel(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  const model = session.ok ? await findModel(context, session.value) : null;
  if (model !== null) return context.json(viewOfGeminiModel(context, model.name));
  const name = `models/${context.req.param("id") ?? ""}`.slice(0, 256);
  const message = `${JSON.stringify(name)} is not found: no session has this name yet. The first request to it makes one.`;
  return errorResponse(context, notFound("model_not_found", message, "name"));
}
