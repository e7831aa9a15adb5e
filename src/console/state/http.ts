/** An answer that is none of success. `code` is the server's word for it, empty where it said none. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Asks the server. Throws an `HttpError`, or a `TypeError` where it was not reached. */
export async function requestJson(
  path: string,
  options: { readonly method?: string; readonly body?: unknown } = {},
): Promise<unknown> {
  const { method = "GET", body } = options;
  const response = await fetch(path, {
    method,
    credentials: "same-origin",
    cache: "no-store",
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const value = parseJson(text);
  if (response.ok) return value;
  const error = errorOf(value);
  throw new HttpError(response.status, error.code, error.message || response.statusText);
}

/** Whether it is worth to try again: a page whose sign-in is over must ask for it, one without a network must wait. */
export async function checkAccess(as?: "guest"): Promise<boolean> {
  try {
    await requestJson(`/console/account${as === undefined ? "" : `?as=${as}`}`);
    return true;
  } catch (error) {
    return !(error instanceof HttpError && (error.status === 401 || error.status === 403));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy in between may answer with a page of its own.
    return null;
  }
}

function errorOf(value: unknown): { readonly code: string; readonly message: string } {
  const error = isRecord(value) && isRecord(value["error"]) ? value["error"] : {};
  const { code, message }: Readonly<Record<string, unknown>> = error;
  return {
    code: typeof code === "string" ? code : "",
    message: typeof message === "string" ? message : "",
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
