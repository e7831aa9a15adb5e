import type { SessionScope } from "../../core/session-scope";
import type { SessionSummary } from "../../core/session-status";
import type { AppContext } from "../app-types";
import { directoryOf } from "../environment";
import { errorResponse, notFound } from "../error-response";
import { isGeminiClient, viewOfGeminiModel } from "./gemini-model-view";
import { sessionOfPath, type SessionOfPath } from "../session-of-path";

/** A chat UI shows them in a menu; the management listing has the rest. */
const MODELS_MAX = 1_000;

/** A guest's own session may be a model before it is a session. */
export type Model = Pick<SessionSummary, "name" | "createdAtMs"> &
  Partial<Pick<SessionSummary, "status" | "lastActivityAtMs">>;

/** Sessions as models, most recent first, in a shape that OpenAI's and Anthropic's clients both read. */
export async function listModels(context: AppContext): Promise<Response> {
  const sessions = await modelsInScope(context, context.get("principal").scope);
  const data = sessions.map((session) => viewOf(session));
  return context.json({
    object: "list",
    data,
    has_more: false,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    ...(isGeminiClient(context)
      ? { models: sessions.map(({ name }) => viewOfGeminiModel(context, name)) }
      : {}),
  });
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
