import type { Hono } from "hono";
import type { ApiError } from "../../core/api-error";
import type { ProtocolCodec } from "../../protocols/codec";
import { CODECS } from "../../protocols/registry";
import type { AppTypes } from "../app-types";
import { errorResponse } from "../error-response";

/** Parts of a vendor's API that need a model, a file store or a job queue; each with its word for what there is none of. */
type Absences = Readonly<Record<string, string>>;

/** @see https://platform.openai.com/docs/api-reference (2026-11) */
const OPENAI: Absences = {
  "/v1/embeddings": "embeddings",
  "/v1/images/*": "image generation",
  "/v1/videos/*": "video generation",
  "/v1/audio/*": "speech",
  "/v1/realtime/*": "realtime sessions",
  "/v1/moderations": "moderation",
  "/v1/edits": "edits",
  "/v1/files/*": "files",
  "/v1/uploads/*": "uploads",
  "/v1/vector_stores/*": "vector stores",
  "/v1/containers/*": "containers",
  "/v1/batches/*": "batches",
  "/v1/fine_tuning/*": "fine-tuning",
  "/v1/evals/*": "evals",
  "/v1/assistants/*": "assistants",
  "/v1/threads/*": "threads",
  "/v1/conversations/*": "stored conversations",
  "/v1/skills/*": "skills",
};

/** Besides those that are named as OpenAI's are. @see https://platform.claude.com/docs/en/api/overview (2026-11) */
const ANTHROPIC: Absences = {
  "/v1/messages/batches/*": "batches",
  "/v1/complete": "text completions",
};

/** @see https://docs.ollama.com/api (2026-11) */
const OLLAMA: Absences = {
  "/api/embed": "embeddings",
  "/api/embeddings": "embeddings",
  "/api/pull": "models to pull",
  "/api/push": "models to push",
  "/api/create": "models to create",
  "/api/copy": "models to copy",
  "/api/delete": "models to delete",
  "/api/blobs/*": "model files",
  "/api/me": "accounts",
  "/api/signout": "accounts",
  "/api/user/*": "accounts",
  "/api/experimental/*": "experiments",
};

/** @see https://ai.google.dev/api (2026-11) */
const GOOGLE: Absences = {
  "/v1beta/interactions/*": "interactions",
  "/v1beta/files/*": "files",
  "/upload/v1beta/*": "files",
  "/v1beta/fileSearchStores/*": "file stores",
  "/v1beta/cachedContents/*": "caches",
  "/v1beta/tunedModels/*": "tuned models",
  "/v1beta/batches/*": "batches",
  "/v1beta/corpora/*": "corpora",
  "/v1beta/operations/*": "operations",
  "/v1beta/openai/*": "endpoints of OpenAI's",
};

/** Whoever meets one of these has taken the server for a vendor's, so the error says what it is. */
export function defineUnsupportedRoutes(app: Hono<AppTypes>): void {
  defineAbsences(app, OPENAI, { kind: "not-found", status: 404, prefix: "/v1/" });
  defineAbsences(app, ANTHROPIC, { kind: "not-found", status: 404, prefix: "/v1/" });
  defineAbsences(app, GOOGLE, { kind: "not-found", status: 404, prefix: "/v1beta/" });
  // Not a 404, which Ollama's clients take for a model that has to be pulled.
  defineAbsences(app, OLLAMA, { kind: "invalid-request", status: 400, prefix: "/api/" });
}

function defineAbsences(
  app: Hono<AppTypes>,
  absences: Absences,
  { prefix, ...error }: Pick<ApiError, "kind" | "status"> & { readonly prefix: string },
): void {
  const endpoints = endpointsBelow(prefix);
  for (const [path, subject] of Object.entries(absences)) {
    app.all(path, (context) =>
      errorResponse(context, {
        ...error,
        code: "unsupported_endpoint",
        message: `This server has no ${subject}: behind it, a person or another client answers as the model. It serves ${endpoints}.`,
        param: null,
      }),
    );
  }
}

/** The places where a turn can begin, without those that hold a name; all of Google's do. */
function endpointsBelow(prefix: string): string {
  if (prefix === "/v1beta/") return "/v1beta/models/NAME:generateContent and its like";
  const paths = Object.values<ProtocolCodec>(CODECS).flatMap(({ endpoints }) =>
    endpoints.map(({ path }) => path),
  );
  return paths.filter((path) => path.startsWith(prefix) && !path.includes(":")).join(", ");
}
