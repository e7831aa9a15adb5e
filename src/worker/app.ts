import { Hono } from "hono";
import { CODECS } from "../protocols/registry";
import { ACCESS } from "./access";
import type { AppTypes } from "./app-types";
import { defineRoute } from "./define-route";
import { errorResponse, notFound } from "./error-response";
import { admitRequest } from "./middleware/admit-request";
import { allowCrossOrigin } from "./middleware/cross-origin";
import { drainBody } from "./middleware/drain-body";
import { guard, open } from "./middleware/guard-route";
import { limitFailures, limitRate } from "./middleware/limit-rate";
import { describeFault, observeRequest } from "./middleware/observe-request";
import { normalisePath } from "./normalise-path";
import { createChatHandler } from "./routes/chat";
import { getHealth } from "./routes/health";
import { deleteInvite, listInvites, postInvite } from "./routes/invites";
import { getModel, listModels } from "./routes/models";
import { postReply } from "./routes/replies";
import {
  deleteSession,
  getSession,
  listSessions,
  putResponder,
  putSideRequests,
  unknownSessionPath,
} from "./routes/sessions";
import { getTranscript } from "./routes/transcript";

/** Enough to recognise a mistyped path in an error. */
const PATH_CHARS_SHOWN = 200;

/** The HTTP edge. It holds no state: what has to last is in the Sessions. */
export function createApp(): Hono<AppTypes> {
  const app = new Hono<AppTypes>({
    getPath: (request) => normalisePath(new URL(request.url).pathname).path,
  });
  app.use(observeRequest);
  app.use(drainBody);
  app.use(allowCrossOrigin);
  defineRoute(app, "/health", { GET: open(getHealth) });
  app.use(limitFailures);
  app.use(admitRequest);
  app.use(limitRate);
  defineRoute(app, "/v1/chat/completions", {
    POST: guard(ACCESS.seat, createChatHandler(CODECS["openai-chat"])),
  });
  defineRoute(app, "/v1/models", { GET: guard(ACCESS.models, listModels) });
  defineRoute(app, "/v1/models/:id{.+}", { GET: guard(ACCESS.model, getModel) });
  defineManagementRoutes(app);
  app.all("/sessions/*", unknownSessionPath);
  app.notFound((context) => {
    const place = `${context.req.method} ${context.req.path.slice(0, PATH_CHARS_SHOWN)}`;
    return errorResponse(context, notFound("not_found", `There is nothing at ${place}.`));
  });
  app.onError((error, context) => {
    context.get("log")("error", "fault", {
      request: context.get("requestId"),
      ...describeFault(error),
    });
    return errorResponse(context, {
      kind: "internal",
      status: 500,
      code: "internal_error",
      message: `The server has a fault. Its log has more under the request id ${context.get("requestId")}.`,
      param: null,
    });
  });
  return app;
}

function defineManagementRoutes(app: Hono<AppTypes>): void {
  const { admin, operator } = ACCESS;
  defineRoute(app, "/sessions", { GET: guard(admin, listSessions) });
  defineRoute(app, "/sessions/:id", {
    GET: guard(operator, getSession),
    DELETE: guard(admin, deleteSession),
  });
  defineRoute(app, "/sessions/:id/transcript", { GET: guard(operator, getTranscript) });
  defineRoute(app, "/sessions/:id/replies", { POST: guard(operator, postReply) });
  defineRoute(app, "/sessions/:id/responder", { PUT: guard(operator, putResponder) });
  defineRoute(app, "/sessions/:id/side-requests", { PUT: guard(operator, putSideRequests) });
  defineRoute(app, "/sessions/:id/invites", {
    GET: guard(admin, listInvites),
    POST: guard(admin, postInvite),
  });
  defineRoute(app, "/sessions/:id/invites/:invite", { DELETE: guard(admin, deleteInvite) });
}
