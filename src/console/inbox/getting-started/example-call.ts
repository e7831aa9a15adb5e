export const EXAMPLES = ["curl", "python", "node"] as const;

export type ExampleKind = (typeof EXAMPLES)[number];

const SESSION = "town-guard-7";
const QUESTION = "Who goes there?";

/** A first call, ready to be pasted. The key stands for the server's, which no page ever knows. */
export function exampleCall(kind: ExampleKind, baseUrl: string): string {
  switch (kind) {
    case "curl":
      return `curl -N ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer $MOTIVE_PROXY_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${SESSION}", "stream": true, "messages": [{"role": "user", "content": "${QUESTION}"}]}'`;
    case "python":
      return `import os
from openai import OpenAI

client = OpenAI(base_url="${baseUrl}", api_key=os.environ.get("MOTIVE_PROXY_API_KEY", "none"))
answer = client.chat.completions.create(
    model="${SESSION}",
    messages=[{"role": "user", "content": "${QUESTION}"}],
    timeout=3600,
)
print(answer.choices[0].message.content)`;
    case "node":
      return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: "${baseUrl}", apiKey: process.env.MOTIVE_PROXY_API_KEY ?? "none" });
const answer = await client.chat.completions.create(
  { model: "${SESSION}", messages: [{ role: "user", content: "${QUESTION}" }] },
  { timeout: 3_600_000 },
);
console.log(answer.choices[0].message.content);`;
  }
}
