import { isWorthRetrying, type ApiError } from "../../core/api-error";

/** The headers of an error's response, for dialects whose clients repeat requests by themselves. */
export function errorHeaders(error: ApiError): Readonly<Record<string, string>> {
  return {
    "content-type": "application/json",
    // OpenAI's and Anthropic's SDKs ask this header before they repeat a 408, 409, 429 or 5xx.
    ...(isWorthRetrying(error) ? {} : { "x-should-retry": "false" }),
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { "retry-after": String(error.retryAfterSeconds) }),
  };
}
