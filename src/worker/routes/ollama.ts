import { z } from "zod";
import { hashText } from "../../core/hash-text";
import { parseSessionName } from "../../core/session-name";
import type { SessionStatus } from "../../core/session-status";
import { settingsOf, type AppContext } from "../app-types";
import { errorResponse } from "../error-response";
import { checkScope } from "../middleware/guard-route";
import { readJsonWith } from "../read-json";
import { sessionNameError } from "../session-name-error";
import { findModel, modelsInScope, type Model } from "./models";

/**
 * What Ollama's clients ask besides chats: which models there are, what they can do, which are in use. Sessions are the models.
 *
 * @see https://docs.ollama.com/api (2026-11)
 */

/** The version of Ollama whose API this is. Clients compare it with the one that brought what they need. */
const OLLAMA_VERSION = "0.32.15";

const CAPABILITIES = ["completion", "tools", "vision"] as const;

const FAMILY = "motive-proxy";

/** Clients cut histories to it. Here only the bytes of a request are limited, so it is as large as any client believes. */
const CONTEXT_TOKENS = 1_048_576;

/** A file's parameters and sizes are of no use here, but clients read them unasked. */
const DETAILS = {
  parent_model: "",
  format: "",
  family: FAMILY,
  families: [FAMILY],
  parameter_size: "",
  quantization_level: "",
} as const;

/**
 * Clients that are given a server's address ask here whether it is Ollama's, its own command line first of all. It is in no
 * reference, and some compare the words. A browser gets the console in its place.
 */
export function getOllamaGreeting(context: AppContext): Response {
  return context.text("Ollama is running");
}

export function getOllamaVersion(context: AppContext): Response {
  return context.json({ version: OLLAMA_VERSION });
}

export async function listOllamaModels(context: AppContext): Promise<Response> {
  const models = await modelsInScope(context, context.get("principal").scope);
  return context.json({
    models: models.map((model) => ({
      ...identityOf(model.name),
      modified_at: modifiedAt(model),
      capabilities: CAPABILITIES,
    })),
  });
}

const IN_USE: ReadonlySet<SessionStatus> = new Set([
  "undecided",
  "caller-waits",
  "responder-waits",
]);

/** "Loaded" are the sessions in which somebody waits. */
export async function listRunningOllamaModels(context: AppContext): Promise<Response> {
  const models = await modelsInScope(context, context.get("principal").scope);
  const { sessionTimeoutMs } = settingsOf(context);
  return context.json({
    models: models
      .filter(({ status }) => status !== undefined && IN_USE.has(status))
      .map((model) => ({
        ...identityOf(model.name),
        expires_at: timestamp((model.lastActivityAtMs ?? model.createdAtMs) + sessionTimeoutMs),
        size_vram: 0,
        context_length: CONTEXT_TOKENS,
      })),
  });
}

const showBody = z.object({
  model: z.string().nullish(),
  /** What `model` was called at first. */
  name: z.string().nullish(),
});

/** Any name that a session can have is a model, used before or not: clients ask before their first chat, and pull what is missing. */
export async function showOllamaModel(context: AppContext): Promise<Response> {
  const body = await readJsonWith(showBody, context.req.raw, settingsOf(context).bodyBytesMax);
  if (!body.ok) return errorResponse(context, body.error);
  const name = parseSessionName(body.value.model || body.value.name || undefined);
  if (!name.ok) return errorResponse(context, sessionNameError(name.error));
  const refusal = checkScope(context, name.value);
  if (refusal !== null) return errorResponse(context, refusal);
  const stub = context.env.SESSION.getByName(name.value);
  const model = await findModel(context, { name: name.value, stub });
  return context.json({
    license: "",
    modelfile: "",
    parameters: "",
    template: "",
    system: "",
    details: DETAILS,
    model_info: {
      "general.architecture": FAMILY,
      "general.basename": name.value,
      [`${FAMILY}.context_length`]: CONTEXT_TOKENS,
    },
    capabilities: CAPABILITIES,
    ...(model === null ? {} : { modified_at: modifiedAt(model) }),
  });
}

function identityOf(sessionName: string) {
  const name = tagged(sessionName);
  // Of the name, as there is no file: clients shorten a digest, and compare it to find out what changed.
  const digest = hashText(sessionName);
  return { name, model: name, size: 0, digest, details: DETAILS };
}

/** Clients know every model by its tag, and add this one where there is none. */
function tagged(sessionName: string): string {
  return sessionName.includes(":") ? sessionName : `${sessionName}:latest`;
}

function modifiedAt({ createdAtMs, lastActivityAtMs }: Model): string {
  return timestamp(lastActivityAtMs ?? createdAtMs);
}

function timestamp(atMs: number): string {
  return new Date(atMs).toISOString();
}
