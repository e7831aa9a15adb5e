import { createMiddleware } from "hono/factory";
import { authenticate, type AuthProblem } from "../../auth/authenticate";
import { readCredentials } from "../../auth/read-credentials";
import type { ApiError } from "../../core/api-error";
import type { SettingProblem } from "../../core/settings";
import { acceptsHtml } from "../accepts-html";
import { addLogFields, type AppContext, type AppTypes } from "../app-types";
import { closedPage } from "../closed-page";
import { errorResponse } from "../error-response";
import { permissionError } from "../permission-error";

/** Lets a request in if the settings are sound and its credential is right. */
export const admitRequest = createMiddleware<AppTypes>(async (context, next) => {
  const settings = context.get("settings");
  if (!settings.ok) return errorResponse(context, settingsError(settings.error));
  const url = new URL(context.req.url);
  const principal = await authenticate({
    settings: settings.value,
    credentials: readCredentials(context.req.raw.headers, url),
    hostname: url.hostname,
    origin: context.req.header("origin") ?? null,
    nowMs: Date.now(),
  });
  if (!principal.ok) return refuse(context, principal.error);
  context.set("principal", principal.value);
  const { label, invite } = principal.value;
  addLogFields(context, {
    principal: label,
    ...(invite === null ? {} : { invite: invite.inviteId }),
  });
  await next();
  return undefined;
});

function settingsError(problems: readonly SettingProblem[]): ApiError {
  const list = problems.map(({ name, message }) => `${name} ${message}`).join(" ");
  return {
    kind: "internal",
    status: 500,
    code: "invalid_settings",
    message: `The server's settings are wrong: ${list}`,
    param: null,
  };
}

function refuse(context: AppContext, problem: AuthProblem): Response {
  const error = errorOfProblem(problem);
  const wantsPage = problem.reason === "closed" && acceptsHtml(context);
  if (wantsPage) return closedPage(error.message);
  return errorResponse(context, error);
}

function errorOfProblem({ reason }: AuthProblem): ApiError {
  switch (reason) {
    case "closed":
      return {
        kind: "unavailable",
        status: 503,
        code: "no_api_key_configured",
        message:
          "This server is closed until it has an API key. Set one with: npx wrangler secret put MOTIVE_PROXY_API_KEY",
        param: null,
      };
    case "not-loopback":
      return permissionError(
        "not_loopback",
        "Without an API key this server answers only at localhost, 127.0.0.1 and [::1]. To open it to other names, start it with a key: npm start -- --key KEY",
      );
    case "foreign-origin":
      return permissionError(
        "foreign_origin",
        "Without an API key this server answers no web pages of other sites. Add the page's origin to MOTIVE_PROXY_CORS_ORIGINS, or set MOTIVE_PROXY_API_KEY.",
      );
    case "missing-key":
      return authenticationError(
        "missing_api_key",
        "No API key was sent. Send it as `Authorization: Bearer KEY`, or wherever your SDK puts it.",
      );
    case "wrong-key":
      return authenticationError("invalid_api_key", "The API key is wrong.");
    case "expired":
      return authenticationError("access_expired", "This invitation has expired.");
  }
}

function authenticationError(code: string, message: string): ApiError {
  return { kind: "authentication", status: 401, code, message, param: null };
}
