/** A public route, with every status that it may answer. A status that is not here is a fault. */
export interface Route {
  readonly name: string;
  readonly path: (first: string, second: string) => string;
  readonly methods: readonly [string, ...string[]];
  readonly body: "none" | "chat" | "reply" | "setting" | "invite";
  readonly weight: number;
  readonly statuses: readonly number[];
}

/** What any request may get: a preflight, a path that a strange id leads away from, another method, too much of something. */
const ANYWHERE = [204, 400, 401, 403, 404, 405, 413, 429];

/** A generated path may be another route's, so each also has what the others may answer. */
const ALL = [...ANYWHERE, 200, 201, 409];

export const ROUTES: readonly Route[] = [
  {
    name: "chat",
    path: () => "/v1/chat/completions",
    methods: ["POST"],
    body: "chat",
    weight: 10,
    statuses: [200, ...ANYWHERE],
  },
  {
    name: "models",
    path: () => "/v1/models",
    methods: ["GET"],
    body: "none",
    weight: 1,
    statuses: [200, ...ANYWHERE],
  },
  {
    name: "model",
    path: (id) => `/v1/models/${id}`,
    methods: ["GET"],
    body: "none",
    weight: 1,
    statuses: [200, ...ANYWHERE],
  },
  {
    name: "health",
    path: () => "/health",
    methods: ["GET"],
    body: "none",
    weight: 1,
    statuses: [200, ...ANYWHERE],
  },
  {
    name: "sessions",
    path: () => "/sessions",
    methods: ["GET"],
    body: "none",
    weight: 1,
    statuses: ALL,
  },
  {
    name: "session",
    path: (id) => `/sessions/${id}`,
    methods: ["GET", "DELETE"],
    body: "none",
    weight: 2,
    statuses: ALL,
  },
  {
    name: "transcript",
    path: (id) => `/sessions/${id}/transcript`,
    methods: ["GET"],
    body: "none",
    weight: 2,
    statuses: ALL,
  },
  {
    name: "replies",
    path: (id) => `/sessions/${id}/replies`,
    methods: ["POST"],
    body: "reply",
    weight: 4,
    statuses: ALL,
  },
  {
    name: "responder",
    path: (id) => `/sessions/${id}/responder`,
    methods: ["PUT"],
    body: "setting",
    weight: 1,
    statuses: ALL,
  },
  {
    name: "side-requests",
    path: (id) => `/sessions/${id}/side-requests`,
    methods: ["PUT"],
    body: "setting",
    weight: 1,
    statuses: ALL,
  },
  {
    name: "invites",
    path: (id) => `/sessions/${id}/invites`,
    methods: ["GET", "POST"],
    body: "invite",
    weight: 1,
    statuses: ALL,
  },
  {
    name: "invite",
    path: (id, invite) => `/sessions/${id}/invites/${invite}`,
    methods: ["DELETE"],
    body: "none",
    weight: 1,
    statuses: ALL,
  },
  {
    name: "nothing",
    path: (first, second) => `/${first}/${second}`,
    methods: ["GET", "POST"],
    body: "chat",
    weight: 1,
    statuses: ALL,
  },
];
