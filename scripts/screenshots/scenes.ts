import OpenAI from "openai";
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import { waitFor } from "../../test/e2e/support/wait-for.ts";

type Params = Omit<ChatCompletionCreateParamsNonStreaming, "model" | "messages">;

interface Scene {
  readonly session: string;
  readonly system: string;
  /** What was asked and answered before. */
  readonly past: readonly (readonly [question: string, answer: string])[];
  /** What waits for its answer. */
  readonly question: string;
  readonly params?: Params;
}

export const ENGLISH_SCENES: readonly Scene[] = [
  {
    session: "town-guard-7",
    system:
      "You are Bram, who guards the north gate of Eldermoor. It is night and it rains. Be gruff, be brief, and never open the gate without the password.",
    past: [
      [
        "*A hooded figure walks up.* Good evening, guard.",
        "Evening. **Halt there.** State your name and your business.",
      ],
      [
        "I am Mira of the Weavers. I bring cloth for the mayor's daughter.",
        "Cloth, at this hour? Hm. The mayor gave me a list:\n\n1. the miller's cart\n2. the priest\n3. *nobody else*\n\nYou are not on it.",
      ],
    ],
    question:
      "She marries in the morning! *She lifts a corner of the cover.* What would it take to let me in?",
    params: { temperature: 0.9, max_tokens: 300 },
  },
  {
    session: "release-agent",
    system: "You operate the release pipeline. Use the tools. Never deploy on a Friday.",
    past: [
      ["What is the state of build 4127?", "Green: 3,812 tests passed, and the images are signed."],
    ],
    question: "Deploy build 4127 to Oslo and Tokyo, in two steps, and tell the team.",
    params: {
      tools: [
        {
          type: "function",
          function: {
            name: "deploy",
            description: "Deploys a build to some regions.",
            parameters: {
              type: "object",
              properties: {
                build: { type: "integer", description: "The number of the build" },
                strategy: { enum: ["all at once", "in steps", "canary"] },
                regions: { type: "array", items: { type: "string" }, minItems: 1 },
                approval: {
                  type: "object",
                  properties: { by: { type: "string" }, ticket: { type: "string" } },
                  required: ["by"],
                },
              },
              required: ["build", "strategy", "regions", "approval"],
            },
          },
        },
        {
          type: "function",
          function: {
            name: "notify",
            description: "Writes to a channel.",
            parameters: {
              type: "object",
              properties: { channel: { type: "string" }, text: { type: "string" } },
              required: ["channel", "text"],
            },
          },
        },
      ],
    },
  },
  {
    session: "kiosk-study-p12",
    system:
      "You are the information kiosk of the city museum. Participants must believe that they talk to a machine.",
    past: [
      ["Where are the Impressionists?", "Second floor, rooms 21 to 24. The lift is behind you."],
      [
        "Is there something for my son? He is six.",
        "The workshop “Colours of light” begins at 14:00 in room 3.",
      ],
    ],
    question: "And where do we get something to eat in between?",
  },
];

export const JAPANESE_SCENES: readonly Scene[] = [
  {
    session: "門番-3",
    system: "あなたは北門の門番です。合言葉なしに門を開けてはいけません。",
    past: [["こんばんは。門を開けていただけますか？", "夜分に何用だ。まず名を名乗れ。"]],
    question: "隣村の織り手、ミラと申します。村長の娘さんの婚礼の布をお届けに参りました。",
  },
];

/** Plays scenes up to the questions that wait, which end with the signal. */
export async function playScenes(
  scenes: readonly Scene[],
  url: string,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  for (const scene of scenes) await playScene(url, key, scene, signal);
}

async function playScene(
  url: string,
  key: string,
  scene: Scene,
  signal: AbortSignal,
): Promise<void> {
  const { session, system, past, question, params = {} } = scene;
  const client = new OpenAI({ baseURL: `${url}/caller/v1`, apiKey: key, maxRetries: 0 });
  const messages: ChatCompletionMessageParam[] = [{ role: "system", content: system }];
  for (const [asked, answered] of past) {
    messages.push({ role: "user", content: asked });
    const completion = client.chat.completions.create({ model: session, messages: [...messages] });
    await answer(url, key, session, answered);
    await completion;
    messages.push({ role: "assistant", content: answered });
  }
  messages.push({ role: "user", content: question });
  const waiting = client.chat.completions.create(
    { model: session, messages, stream: true, ...params },
    { signal },
  );
  // It ends when the pictures are taken.
  waiting.catch(() => {});
  await untilWaiting(url, key, session);
}

async function answer(url: string, key: string, session: string, text: string): Promise<void> {
  await untilWaiting(url, key, session);
  const response = await fetch(`${url}/sessions/${encodeURIComponent(session)}/replies`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ text }),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
}

async function untilWaiting(url: string, key: string, session: string): Promise<void> {
  await waitFor(`a question in ${session}`, async () => {
    const response = await fetch(`${url}/sessions/${encodeURIComponent(session)}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { status } = (await response.json()) as { readonly status?: string };
    return status === "caller-waits";
  });
}
