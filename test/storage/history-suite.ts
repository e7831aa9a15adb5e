import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/core/json.ts";
import type { Message } from "../../src/core/message.ts";
import type { TurnRequest } from "../../src/core/turn.ts";
import { assistant, recordOf, system, toolCall, toolResult, user } from "./request-samples.ts";
import type { WithStore } from "./with-store.ts";

/** Change it to look elsewhere; a failure prints the seed and the path of its smallest case. */
const SEED = 20_261_120;

/** Requests come back as they were saved, whatever clients do to their histories. */
export function describeHistories(withStore: WithStore): void {
  describe("histories", () => {
    it("returns a request exactly as it was saved", () =>
      withStore((store) => {
        const messages: readonly Message[] = [
          system("now: 12:00"),
          { role: "developer", name: "d", parts: [] },
          user("a"),
          toolCall("c1"),
          toolResult("c1", "r"),
          system("in the middle"),
          user("a"),
          { role: "assistant", parts: [{ type: "refusal", text: "no \ud800 \u0000" }] },
          user("\ud83d\ude00"),
        ];
        const record = recordOf("h1", messages, {
          tools: [{ name: "look", inputSchema: { z: 1, a: { b: [null, -0.5] } }, strict: true }],
          toolChoice: { type: "tool", toolName: "look" },
          allowsParallelToolCalls: false,
          responseFormat: { type: "json-schema", name: "n", schema: { type: "object" } },
          parameters: { temperature: 0.1, stop: ["\n"] },
          unknownFields: JSON.parse('{"__proto__":{"x":1},"2":0,"1":0}') as JsonObject,
        });
        store.saveRequest(record);
        const read = store.readRequest("h1");
        expect(read).toStrictEqual({
          holdId: "h1",
          atMs: 1_000,
          dialect: "openai-chat",
          isStream: true,
          request: record.request,
        });
        expect(JSON.stringify(read?.request)).toBe(JSON.stringify(record.request));
      }));

    it("tells whether a request's client reads a stream, where anybody said so", () =>
      withStore((store) => {
        for (const [holdId, isStream] of [
          ["h1", true],
          ["h2", false],
          ["h3", null],
        ] as const) {
          store.saveRequest({ ...recordOf(holdId, [user(holdId)]), isStream });
          expect(store.readIsStream(holdId)).toBe(isStream);
          expect(store.readRequest(holdId)?.isStream).toBe(isStream);
        }
        expect(store.readIsStream("unknown")).toBeNull();
      }));

    it("returns a request without messages", () =>
      withStore((store) => {
        const record = recordOf("h1", []);
        store.saveRequest(record);
        expect(store.readRequest("h1")?.request).toEqual(record.request);
        expect(store.readMessages("h1", -1)).toEqual([]);
        expect(store.firstUnshownIndex("h1")).toBe(0);
      }));

    it("returns messages and tools that are larger than a row", { timeout: 30_000 }, () =>
      withStore((store) => {
        const base64 = `${"A".repeat(1_899_998)}\u{1F600}é`.repeat(2);
        const image = {
          type: "image",
          source: { kind: "data", mediaType: "image/png", base64 },
        } as const;
        const record = recordOf(
          "h1",
          [{ role: "user", parts: [image] }, user("\u{1F600}".repeat(500_000))],
          {
            tools: [{ name: "look", description: "é".repeat(1_000_000) }],
          },
        );
        store.saveRequest(record);
        const read = store.readRequest("h1")?.request;
        // A comparison of whole objects would print megabytes.
        expect(JSON.stringify(read) === JSON.stringify(record.request)).toBe(true);
      }),
    );

    it("returns the messages from an index on, also from the end", () =>
      withStore((store) => {
        for (const count of [1, 5, 40, 333]) {
          const messages = Array.from({ length: count }, (_, index) => user(`${count}: ${index}`));
          store.saveRequest(recordOf(`h${count}`, messages));
          for (const from of [
            0,
            1,
            3,
            count - 1,
            count,
            count + 1,
            -1,
            -2,
            -20,
            -count,
            -count - 1,
          ]) {
            expect(store.readMessages(`h${count}`, from)).toEqual(messages.slice(from));
          }
        }
      }));

    it("returns histories of one message over and over again", () =>
      withStore((store) => {
        for (const count of [2, 31, 32, 33, 64, 500]) {
          const record = recordOf(`h${count}`, Array<Message>(count).fill(user("continue")));
          store.saveRequest(record);
          expect(store.readRequest(`h${count}`)?.request).toEqual(record.request);
        }
      }));

    it(
      "returns every request of full, windowed, edited, branched and summarised histories",
      { timeout: 30_000 },
      () =>
        fc.assert(
          fc.asyncProperty(fc.array(stepArbitrary, { minLength: 1, maxLength: 40 }), (steps) =>
            withStore((store) => {
              const requests = replay(steps);
              requests.forEach((request, index) => {
                store.saveRequest(recordOf(`h${index}`, request.messages, request));
              });
              requests.forEach((request, index) => {
                expect(JSON.stringify(store.readRequest(`h${index}`)?.request)).toBe(
                  JSON.stringify(request),
                );
                const { length } = request.messages;
                const from = (index * 7) % (length + 1);
                expect(store.readMessages(`h${index}`, from)).toEqual(request.messages.slice(from));
                const unshown = store.firstUnshownIndex(`h${index}`);
                expect(unshown).toBeLessThanOrEqual(Math.max(0, length - 1));
                const news = store.readNews(`h${index}`)?.messages ?? [];
                for (const { index: at, message } of news)
                  expect(message).toEqual(request.messages[at]);
                if (length > 0) expect(news.at(-1)?.index).toBe(length - 1);
                store.markShown(`h${index}`);
              });
            }),
          ),
          { seed: SEED, numRuns: 60 },
        ),
    );
  });
}

type Step =
  | { readonly kind: "continue"; readonly texts: readonly string[] }
  | { readonly kind: "window"; readonly size: number }
  | { readonly kind: "edit"; readonly at: number; readonly text: string }
  | { readonly kind: "branch"; readonly from: number; readonly length: number }
  | { readonly kind: "summarise"; readonly keep: number }
  | { readonly kind: "instruct"; readonly at: number; readonly text: string }
  | { readonly kind: "configure"; readonly temperature: number; readonly tool: string };

/** Few distinct texts, so that messages repeat, and long ones, so that histories do too. */
const textArbitrary = fc.oneof(
  fc.constantFrom("ok", "continue", "no"),
  fc.string({ unit: "binary", maxLength: 20 }),
);

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("continue" as const),
      texts: fc.array(textArbitrary, { maxLength: 30 }),
    }),
  },
  fc.record({ kind: fc.constant("window" as const), size: fc.nat(60) }),
  fc.record({ kind: fc.constant("edit" as const), at: fc.nat(), text: textArbitrary }),
  fc.record({ kind: fc.constant("branch" as const), from: fc.nat(), length: fc.nat(100) }),
  fc.record({ kind: fc.constant("summarise" as const), keep: fc.nat(10) }),
  fc.record({ kind: fc.constant("instruct" as const), at: fc.nat(), text: textArbitrary }),
  fc.record({
    kind: fc.constant("configure" as const),
    temperature: fc.double({ noNaN: true, noDefaultInfinity: true }),
    tool: textArbitrary,
  }),
);

/** The requests that a client sends while it does these things to its history, one after each. */
function replay(steps: readonly Step[]): readonly TurnRequest[] {
  const requests: TurnRequest[] = [];
  let current = recordOf("", [system("s0"), user("first")]).request;
  for (const step of steps) {
    current = { ...current, ...changeOf(step, current, requests) };
    requests.push(current);
  }
  return requests;
}

function changeOf(
  step: Step,
  { messages }: TurnRequest,
  requests: readonly TurnRequest[],
): Partial<TurnRequest> {
  switch (step.kind) {
    case "continue":
      return {
        messages: [
          ...messages,
          ...step.texts.map((text, index) => (index % 2 ? user : assistant)(text)),
        ],
      };
    case "window":
      return { messages: messages.slice(Math.max(0, messages.length - step.size)) };
    case "edit":
      return {
        messages: messages.map((message, at) =>
          at === step.at % messages.length ? user(step.text) : message,
        ),
      };
    case "branch":
      return {
        messages: requests[step.from % requests.length]?.messages.slice(0, step.length) ?? messages,
      };
    case "summarise":
      return { messages: [system(`summary of ${messages.length}`), ...messages.slice(-step.keep)] };
    case "instruct": {
      const at = step.at % (messages.length + 1);
      return { messages: [...messages.slice(0, at), system(step.text), ...messages.slice(at)] };
    }
    case "configure":
      return { parameters: { temperature: step.temperature }, tools: [{ name: step.tool }] };
  }
}
