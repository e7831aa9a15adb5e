import { fetchEdge, post, type EdgeAnswer, type EdgeOptions } from "./edge";
import { LOCKED } from "./guests";

export interface BrowserOptions extends EdgeOptions {
  /** The page's own; the server's where it is not said. */
  readonly pageOrigin?: string;
}

/** What a browser does for a page: it keeps cookies, sends them to the server's origin, and says who asks. */
export class Browser {
  readonly #options: EdgeOptions;
  readonly #cookies = new Map<string, string>();
  /** As the last response set them. */
  setCookies: readonly string[] = [];

  constructor(options: EdgeOptions = LOCKED) {
    this.#options = options;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }

  async fetch(
    path: string,
    init: RequestInit = {},
    { pageOrigin, ...options }: BrowserOptions = {},
  ): Promise<EdgeAnswer> {
    const merged = { ...this.#options, ...options };
    const { origin = "http://localhost" } = merged;
    const isOwn = pageOrigin === undefined || pageOrigin === origin;
    const method = init.method ?? "GET";
    const headers = {
      cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      "sec-fetch-site": isOwn ? "same-origin" : "cross-site",
      ...(method === "GET" && isOwn ? {} : { origin: pageOrigin ?? origin }),
      ...(init.headers as Record<string, string>),
    };
    const answer = await fetchEdge(path, { ...init, headers }, merged);
    this.setCookies = answer.response.headers.getSetCookie();
    for (const line of this.setCookies) this.#keep(line);
    return answer;
  }

  /** Resolves with the status, and the account or the error's code. */
  async signIn(key: string): Promise<readonly [status: number, what: unknown]> {
    return this.ask("/console/sign-in", post({ key }));
  }

  async ask(
    path: string,
    init: RequestInit = {},
    options: BrowserOptions = {},
  ): Promise<readonly [status: number, what: unknown]> {
    const { response } = await this.fetch(path, init, options);
    const text = await response.text();
    const body = (text === "" ? null : JSON.parse(text)) as { error?: { code: string } } | null;
    return [response.status, body?.error?.code ?? body];
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}
