import { z } from "zod";
import { invalidRequest, type ApiError } from "../../core/api-error";
import { fail, succeed, type Result } from "../../core/result";
import type { SessionScope } from "../../core/session-scope";
import type { SessionSummary } from "../../core/session-status";
import type { AppContext } from "../app-types";
import { directoryOf } from "../environment";
import { errorResponse, notFound } from "../error-response";
import { parseWith } from "../read-json";
import { sessionOfPath, type SessionOfPath } from "../session-of-path";
import { pageOfGeminiModels } from "./gemini-model-page";
import { isGeminiClient, viewOfGeminiModel } from "./gemini-model-view";

/** A chat UI shows them in a menu; the management listing has the rest. */
const MODELS_MAX = 1_000;

/** A guest's own session may be a model before it is a session. */
export type Model = Pick<SessionSummary, "name" | "createdAtMs"> &
  Partial<Pick<SessionSummary, "status" | "lastActivityAtMs">>;

/** Anthropic's pages. Its default of 20 is not taken: OpenAI's clients want the whole list and do not ask for more. */
const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(MODELS_MAX).default(MODELS_MAX),
  after_id: z.string().optional(),
  before_id: z.string().optional(),
});

/** Sessions as models, most recent first, in a shape that OpenAI's and Anthropic's clients both read. */
export async function listModels(context: AppContext): Promise<Response> {
  const query = parseWith(pageQuery, context.req.query());
  if (!query.ok) return errorResponse(context, query.error);
  const sessions = await modelsInScope(context, context.get("principal").scope);
  const page = pageOfModels(sessions, query.value);
  if (!page.ok) return errorResponse(context, page.error);
  const geminiPage = isGeminiClient(context) ? pageOfGeminiModels(context, sessions) : succeed({});
  if (!geminiPage.ok) return errorResponse(context, geminiPage.error);
  const data = page.value.models.map((session) => viewOf(session));
  return context.json({
    object: "list",
    data,
    has_more: page.value.hasMore,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    ...geminiPage.value,
  });
}

interface ModelPage {
  readonly models: readonly Model[];
  readonly hasMore: boolean;
}

/** @see https://platform.claude.com/docs/en/api/models/list (2026-11) */
function pageOfModels(
  models: readonly Model[],
  { limit, after_id: afterId, before_id: beforeId }: z.infer<typeof pageQuery>,
): Result<ModelPage, ApiError> {
  const start = afterId === undefined ? 0 : models.findIndex(({ name }) => name === afterId) + 1;
  if (afterId !== undefined && start === 0) return fail(unknownPlace("after_id"));
  const end =
    beforeId === undefined ? models.length : models.findIndex(({ name }) => name === beforeId);
  if (end < 0) return fail(unknownPlace("before_id"));
  const between = models.slice(start, end);
  const isBackwards = beforeId !== undefined && afterId === undefined;
  return succeed({
    models: isBackwards ? between.slice(-limit) : between.slice(0, limit),
    hasMore: between.length > limit,
  });
}

function unknownPlace(param: string): ApiError {
  const message = `Invalid value for '${param}': no model in the list has this id.`;
  return invalidRequest("invalid_value", message, param);
}

export async function getModel(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  const model = session.ok ? await findModel(context, session.value) : null;
  if (model === null) {
    const id = (context.req.param("id") ?? "").slice(0, 256);
    const message = `The model ${JSON.stringify(id)} does not exist: no session has this name yet. The first request to it makes one.`;
    return errorResponse(context, notFound("model_not_found", message, "model"));
  }
  return context.json({
    ...viewOf(model),
    ...(isGeminiClient(context) ? viewOfGeminiModel(context, model.name) : {}),
  });
}

/** Most recent first. */
export async function modelsInScope(
  context: AppContext,
  scope: SessionScope | null,
): Promise<readonly Model[]> {
  const directory = directoryOf(context.env);
  if (scope === null) return directory.list({ limit: MODELS_MAX });
  if (scope.kind === "pattern") return directory.listMatching(scope.pattern, MODELS_MAX);
  const { name } = scope;
  const model = await findModel(context, { name, stub: context.env.SESSION.getByName(name) });
  return model === null ? [] : [model];
}

/** A guest's own session is a model before its first request, so that a chat UI offers it. */
export async function findModel(
  context: AppContext,
  { name, stub }: SessionOfPath,
): Promise<Model | null> {
  const description = await stub.describe();
  if (description !== null) return description;
  const { scope, invite } = context.get("principal");
  if (scope?.kind !== "session" || scope.name !== name || invite === null) return null;
  return { name, createdAtMs: invite.createdAtMs };
}

function viewOf(session: Model) {
  return {
    id: session.name,
    object: "model",
    created: Math.floor(session.createdAtMs / 1_000),
    owned_by: "motive-proxy",
    type: "model",
    display_name: session.name,
    created_at: new Date(session.createdAtMs).toISOString(),
  };
}
