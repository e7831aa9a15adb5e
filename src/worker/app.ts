import { Hono } from "hono";
import type { ProtocolCodec } from "../protocols/codec";
import { CODECS } from "../protocols/registry";
import { ACCESS } from "./access";
import type { AppTypes } from "./app-types";
import { defineRoute, defineRoutes, type RouteHandlers } from "./define-route";
import { errorResponse, nothingAt } from "./error-response";
import { admitRequest } from "./middleware/admit-request";
import { allowCrossOrigin } from "./middleware/cross-origin";
import { drainBody } from "./middleware/drain-body";
import { guard, open } from "./middleware/guard-route";
import { showConsole } from "./middleware/show-console";
import { limitFailures, limitRate } from "./middleware/limit-rate";
import { describeFault, observeRequest } from "./middleware/observe-request";
import { normalisePath } from "./normalise-path";
import { createDialectHandler } from "./routes/dialect";
import { getAccount, openInbox, postSignIn, postSignOut } from "./routes/console";
import { getGeminiModel, listGeminiModels } from "./routes/gemini-models";
import { getHealth } from "./routes/health";
import { deleteInvite, listInvites, postInvite } from "./routes/invites";
import { getModel, listModels } from "./routes/models";
import {
  getOllamaGreeting,
  getOllamaVersion,
  listOllamaModels,
  listRunningOllamaModels,
  showOllamaModel,
} from "./routes/ollama";
import { postReply } from "./routes/replies";
import {
  deleteSession,
  getSession,
  listSessions,
  putResponder,
  putSideRequests,
  unknownSessionPath,
} from "./routes/sessions";
import { cancelResponse, deleteResponse, getResponse, listInputItems } from "./routes/responses";
import { getTranscript } from "./routes/transcript";
import {
  getRawExchange,
  getTurn,
  getUndecidedRequest,
  openSessionSocket,
  putContextVisibility,
} from "./routes/turns";
import { defineUnsupportedRoutes } from "./routes/unsupported";

/** The HTTP edge. It holds no state: what has to last is in the Sessions. */
export function createApp(): Hono<AppTypes> {
  const app = new Hono<AppTypes>({
    getPath: (request) => normalisePath(new URL(request.url).pathname).path,
  });
  app.use(observeRequest);
  app.use(drainBody);
  app.use(showConsole);
  app.use(allowCrossOrigin);
  defineRoute(app, "/health", { GET: open(getHealth) });
  app.use(limitFailures);
  defineRoute(app, "/console/sign-in", { POST: open(postSignIn) });
  defineRoute(app, "/console/sign-out", { POST: open(postSignOut) });
  app.use(admitRequest);
  app.use(limitRate);
  defineRoutes(app, [
    ...dialectRoutes(),
    ...modelRoutes(),
    ...responseRoutes(),
    ...managementRoutes(),
    ...consoleRoutes(),
  ]);
  defineUnsupportedRoutes(app);
  app.all("/sessions/*", unknownSessionPath);
  app.notFound((context) => errorResponse(context, nothingAt(context)));
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

type Route = readonly [string, RouteHandlers];

function dialectRoutes(): readonly Route[] {
  return Object.values<ProtocolCodec>(CODECS).flatMap((codec) =>
    codec.endpoints.map((endpoint): Route => {
      const handler = createDialectHandler(codec, endpoint);
      return [endpoint.path, { POST: guard(ACCESS.seat, handler) }];
    }),
  );
}

function modelRoutes(): readonly Route[] {
  return [
    ["/v1/models", { GET: guard(ACCESS.models, listModels) }],
    ["/v1/models/:id{.+}", { GET: guard(ACCESS.model, getModel) }],
    ["/v1beta/models", { GET: guard(ACCESS.models, listGeminiModels) }],
    ["/v1beta/models/:id{.+}", { GET: guard(ACCESS.model, getGeminiModel) }],
    ["/", { GET: guard(ACCESS.models, getOllamaGreeting) }],
    ["/api/version", { GET: guard(ACCESS.models, getOllamaVersion) }],
    ["/api/tags", { GET: guard(ACCESS.models, listOllamaModels) }],
    ["/api/ps", { GET: guard(ACCESS.models, listRunningOllamaModels) }],
    ["/api/show", { POST: guard(ACCESS.models, showOllamaModel) }],
  ];
}

/** The responses that one dialect lets its clients fetch later. */
function responseRoutes(): readonly Route[] {
  const { response } = ACCESS;
  return [
    [
      "/v1/responses/:id",
      { GET: guard(response, getResponse), DELETE: guard(response, deleteResponse) },
    ],
    ["/v1/responses/:id/input_items", { GET: guard(response, listInputItems) }],
    ["/v1/responses/:id/cancel", { POST: guard(response, cancelResponse) }],
  ];
}

/** What the console's pages need besides the management of sessions. */
function consoleRoutes(): readonly Route[] {
  const { account, admin, inbox, operator, player } = ACCESS;
  return [
    ["/console/account", { GET: guard(account, getAccount) }],
    ["/console/inbox", { GET: guard(inbox, openInbox) }],
    ["/sessions/:id/socket", { GET: guard(player, openSessionSocket) }],
    ["/sessions/:id/turns/:turn", { GET: guard(player, getTurn) }],
    ["/sessions/:id/turns/:turn/raw", { GET: guard(operator, getRawExchange) }],
    ["/sessions/:id/holds/:hold", { GET: guard(player, getUndecidedRequest) }],
    ["/sessions/:id/context-visibility", { PUT: guard(admin, putContextVisibility) }],
  ];
}

function managementRoutes(): readonly Route[] {
  const { admin, operator } = ACCESS;
  return [
    ["/sessions", { GET: guard(admin, listSessions) }],
    ["/sessions/:id", { GET: guard(operator, getSession), DELETE: guard(admin, deleteSession) }],
    ["/sessions/:id/transcript", { GET: guard(operator, getTranscript) }],
    ["/sessions/:id/replies", { POST: guard(operator, postReply) }],
    ["/sessions/:id/responder", { PUT: guard(operator, putResponder) }],
    ["/sessions/:id/side-requests", { PUT: guard(operator, putSideRequests) }],
    ["/sessions/:id/invites", { GET: guard(admin, listInvites), POST: guard(admin, postInvite) }],
    ["/sessions/:id/invites/:invite", { DELETE: guard(admin, deleteInvite) }],
  ];
}
