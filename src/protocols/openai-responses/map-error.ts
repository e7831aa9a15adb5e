import type { ApiError } from "../../core/api-error";

export { encodeError } from "../shared/openai-error";

/** What a response that failed says in its `error`; the code is from OpenAI's closed list. */
export interface WireFailure {
  readonly code: "invalid_prompt" | "rate_limit_exceeded" | "server_error";
  readonly message: string;
}

/**
 * Codex and the AI SDK repeat a failed response unless its code says that this is in vain, so the code follows from whether it is.
 * The precise one is in the `error` event.
 */
export function mapFailure(error: ApiError): WireFailure {
  return { code: codeOf(error), message: error.message };
}

function codeOf({ kind }: ApiError): WireFailure["code"] {
  switch (kind) {
    case "invalid-request":
    case "authentication":
    case "permission":
    case "not-found":
    case "method-not-allowed":
    case "too-large":
      return "invalid_prompt";
    case "rate-limit":
      return "rate_limit_exceeded";
    case "unavailable":
    case "internal":
      return "server_error";
  }
}
