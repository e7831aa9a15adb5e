export type SnippetLanguage = "python" | "javascript" | "curl";

export const SNIPPET_LANGUAGES: readonly { readonly id: SnippetLanguage; readonly name: string }[] =
  [
    { id: "python", name: "Python" },
    { id: "javascript", name: "JavaScript" },
    { id: "curl", name: "curl" },
  ];

export interface SnippetValues {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string;
  readonly question: string;
}

/** A program that asks one question. Its texts are JSON's, which is every language's here. */
export function snippet(language: SnippetLanguage, values: SnippetValues): string {
  const [baseUrl, model, apiKey, question] = [
    values.baseUrl,
    values.model,
    values.apiKey,
    values.question,
  ].map((text) => JSON.stringify(text));
  switch (language) {
    case "python":
      return `from openai import OpenAI

client = OpenAI(base_url=${baseUrl}, api_key=${apiKey}, timeout=3600)
answer = client.chat.completions.create(
    model=${model},
    messages=[{"role": "user", "content": ${question}}],
)
print(answer.choices[0].message.content)`;
    case "javascript":
      return `import OpenAI from "openai";

const client = new OpenAI({ baseURL: ${baseUrl}, apiKey: ${apiKey}, timeout: 3_600_000 });
const answer = await client.chat.completions.create({
  model: ${model},
  messages: [{ role: "user", content: ${question} }],
});
console.log(answer.choices[0].message.content);`;
    case "curl": {
      const body = `{"model": ${model}, "messages": [{"role": "user", "content": ${question}}]}`;
      return `curl ${shellQuoted(`${values.baseUrl}/chat/completions`)} \\
  -H ${shellQuoted(`Authorization: Bearer ${values.apiKey}`)} \\
  -H 'Content-Type: application/json' \\
  -d ${shellQuoted(body)}`;
    }
  }
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
