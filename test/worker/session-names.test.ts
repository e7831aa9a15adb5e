import { describe, expect, it } from "vitest";
import { fetchEdge, post } from "./support/edge";

const SAYS =
  "The model is the name of a session, and must not be . or .., which no address can name.";
const OPENAI = {
  error: { type: "invalid_request_error", code: "invalid_model", param: "model", message: SAYS },
};
const GEMINI = { error: { code: 400, status: "INVALID_ARGUMENT", message: SAYS } };
const OLLAMA = { error: SAYS };
const messages = [{ role: "user", content: "Hello?" }];
const contents = [{ role: "user", parts: [{ text: "Hello?" }] }];

describe("a session that no address could name", () => {
  it.each([
    ["/v1/chat/completions", { model: "..", messages }, OPENAI],
    ["/v1/chat/completions", { model: ". ", messages, stream: true }, OPENAI],
    ["/v1/responses", { model: "..", input: "Hello?" }, OPENAI],
    ["/v1/completions", { model: ".", prompt: "Hello?" }, OPENAI],
    [
      "/v1/messages",
      { model: "..", max_tokens: 9, messages },
      { type: "error", error: { type: "invalid_request_error", message: SAYS } },
    ],
    ["/v1beta/models/..:generateContent", { contents }, GEMINI],
    ["/v1beta/models/%2E%2E:streamGenerateContent", { contents }, GEMINI],
    ["/api/chat", { model: "..", messages }, OLLAMA],
    ["/api/generate", { model: "..:latest", prompt: "Hello?" }, OLLAMA],
  ])("is refused in the words of the dialect: %s", async (path, body, error) => {
    const { response } = await fetchEdge(path, post(body));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject(error);
  });

  it("is in no path, as the path without it is another one", async () => {
    for (const path of ["/sessions/..", "/sessions/%2E%2E", "/sessions/%2e."]) {
      const { response } = await fetchEdge(path, { headers: { accept: "application/json" } });
      expect(await response.text()).toBe("Ollama is running");
    }
  });

  it("is another than one that only looks like it, which has an address", async () => {
    for (const name of ["...", "%2E%2E", "../x", ".hidden"]) {
      const { response } = await fetchEdge(`/sessions/${encodeURIComponent(name)}`);
      expect(await response.json()).toMatchObject({
        error: { code: "session_not_found", message: `There is no session named "${name}".` },
      });
    }
  });
});
