import type { ApiError } from "../../core/api-error";
import { assertNever } from "../../core/assert";
import type { Endpoint, ProtocolCodec, Target } from "../../protocols/codec";
import type { AppContext, AppHandler } from "../app-types";
import { errorResponse, nothingAt } from "../error-response";
import { answerChat, answerTokenCount } from "./chat";

/** Answers the requests at one endpoint of a dialect. */
export function createDialectHandler(codec: ProtocolCodec, endpoint: Endpoint): AppHandler {
  return async function answerDialect(context) {
    const target = targetOf(context, endpoint);
    if (target === null) return errorResponse(context, noSuchOperation(context));
    switch (target.operation) {
      case "chat":
        return answerChat(context, codec, target.hints);
      case "count-tokens":
        return answerTokenCount(context, codec, target.hints);
      default:
        return assertNever(target.operation);
    }
  };
}

/** Whoever asks a model for something else has taken the server for a vendor's. */
function noSuchOperation(context: AppContext): ApiError {
  const nothing = nothingAt(context);
  const what = "Behind this server, a person or another client answers as the model: only chats.";
  return { ...nothing, message: `${nothing.message} ${what}` };
}

function targetOf(context: AppContext, endpoint: Endpoint): Target | null {
  if (endpoint.readTarget === undefined) return { operation: "chat", hints: {} };
  return endpoint.readTarget(context.req.path, new URL(context.req.url).searchParams);
}
