import { describe, expect, it } from "vitest";
import type { Message } from "../../src/core/message.ts";
import type { SessionStore } from "../../src/storage/session-store.ts";
import {
  assistant,
  recordOf,
  system,
  textDigestOf,
  toolCall,
  toolResult,
  user,
} from "./request-samples.ts";
import type { WithStore } from "./with-store.ts";

/** What a request brings: to the transcript, and to the responder. */
export function describeNovelty(withStore: WithStore): void {
  describe("news for the transcript", () => {
    it("is the whole of a first request", () =>
      withStore((store) => {
        const messages = [system("s"), user("u"), assistant("greeting"), user("v")];
        store.saveRequest(recordOf("h1", messages, { tools: [{ name: "look" }] }));
        expect(store.readNews("h1")).toEqual({
          messages: messages.map((message, index) => ({ index, message })),
          dialect: "openai-chat",
          tools: [{ name: "look" }],
          settings: {
            toolChoice: { type: "auto" },
            allowsParallelToolCalls: true,
            responseFormat: { type: "text" },
            parameters: {},
            unknownFields: {},
          },
        });
      }));

    it("is what follows the last reply, in a full and in a windowed history", () =>
      withStore((store) => {
        converse(store);
        store.saveRequest(
          recordOf("h2", [system("s"), user("u"), assistant("A long answer."), user("v")]),
        );
        store.saveRequest(recordOf("h3", [assistant("A long answer."), user("v"), user("w")]));
        expect(newsOf(store, "h2")).toEqual([3]);
        expect(newsOf(store, "h3")).toEqual([1, 2]);
        expect(store.readNews("h2")).toMatchObject({ tools: null, settings: null });
      }));

    it("has tools and settings again when they change, and not when they come back", () =>
      withStore((store) => {
        const tools = [{ name: "look" }];
        store.saveRequest(recordOf("h1", [user("u")], { tools }));
        store.saveRequest(recordOf("h2", [user("u")], { parameters: { seed: 1 } }));
        store.saveRequest(
          recordOf("h3", [user("u")], { tools: [{ name: "listen" }], parameters: { seed: 1 } }),
        );
        store.saveRequest(recordOf("h4", [user("u")], { tools }));
        expect(["h1", "h2", "h3", "h4"].map((holdId) => store.readNews(holdId))).toMatchObject([
          { tools, settings: { parameters: {} } },
          { tools: null, settings: { parameters: { seed: 1 } } },
          { tools: [{ name: "listen" }], settings: null },
          { tools: null, settings: null },
        ]);
      }));

    it("has a message that repeats an older one", () =>
      withStore((store) => {
        const history = [user("continue"), assistant("A long answer.")];
        store.saveRequest(recordOf("h1", history.slice(0, 1)));
        store.saveReply("r1", {
          reply: { parts: [{ type: "text", text: "A long answer." }], finishReason: "stop" },
        });
        store.saveRequest(recordOf("h2", [...history, user("continue"), user("now")]));
        expect(newsOf(store, "h2")).toEqual([2, 3]);
      }));

    it("has no system prompt twice, but one that changed, and one between known messages", () =>
      withStore((store) => {
        converse(store);
        const known = [user("u"), assistant("A long answer."), user("v")];
        store.saveRequest(recordOf("h2", [system("s"), ...known]));
        store.saveRequest(recordOf("h3", [system("s2"), ...known]));
        store.saveRequest(
          recordOf("h4", [system("s"), user("u"), system("mid"), ...known.slice(1)]),
        );
        expect([newsOf(store, "h2"), newsOf(store, "h3"), newsOf(store, "h4")]).toEqual([
          [3],
          [0, 3],
          [2, 4],
        ]);
      }));

    it("has no system prompt again that a parallel request shares", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [system("s"), user("u")]));
        store.saveRequest(recordOf("h2", [system("s"), user("v"), system("s"), user("w")]));
        expect(newsOf(store, "h2")).toEqual([1, 3]);
      }));

    it("has no prompt that a responder sends back", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [user("the caller's question")]));
        deliver(store, "the caller's question", "responder");
        store.saveRequest(
          recordOf("h2", [user("hello"), assistant("the caller's question"), user("an answer")]),
        );
        expect(newsOf(store, "h2")).toEqual([0, 2]);
      }));
  });

  describe("the part that a responder has not seen", () => {
    it("is all of a first request, and still so while it was not shown", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [system("s"), user("u")]));
        store.saveRequest(recordOf("h2", [system("s"), user("u"), user("v")]));
        expect(store.firstUnshownIndex("h1")).toBe(0);
        expect(store.firstUnshownIndex("h2")).toBe(0);
      }));

    it("begins after what was shown, also when that was after the request arrived", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [system("s"), user("u")]));
        store.saveRequest(recordOf("h2", [system("s2"), user("u"), user("v"), user("w")]));
        store.markShown("h1");
        expect(store.firstUnshownIndex("h2")).toBe(2);
        store.saveRequest(recordOf("h3", [system("s3"), user("u"), user("v"), user("x")]));
        expect(store.firstUnshownIndex("h3")).toBe(2);
        store.markShown("h2");
        expect(store.firstUnshownIndex("h3")).toBe(3);
      }));

    it("begins after what was shown, however much has come since", () =>
      withStore((store) => {
        const fresh = Array.from({ length: 50 }, (_, index) => user(`fresh ${index}`));
        store.saveRequest(recordOf("h1", [user("u")]));
        store.markShown("h1");
        store.saveRequest(recordOf("h2", [user("u"), ...fresh]));
        expect(store.firstUnshownIndex("h2")).toBe(1);
      }));

    it("has the final message, although it was shown", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [user("u"), user("v")]));
        store.markShown("h1");
        store.saveRequest(recordOf("h2", [user("u"), user("v")]));
        expect(store.firstUnshownIndex("h1")).toBe(1);
        expect(store.firstUnshownIndex("h2")).toBe(1);
      }));

    it("began on arrival where it does, whatever is shown afterwards", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [user("u"), user("v")]));
        store.saveRequest(recordOf("h2", [user("u"), user("v"), user("w")]));
        store.markShown("h1");
        store.saveRequest(recordOf("h3", [user("u"), user("v"), user("w")]));
        expect(["h1", "h2", "h3"].map((id) => store.unshownIndexOnArrival(id))).toEqual([0, 0, 2]);
        expect(store.firstUnshownIndex("h2")).toBe(2);
        expect(store.unshownIndexOnArrival("unknown")).toBe(0);
      }));

    it("begins after the last reply that was delivered to the caller, however long the history is", () =>
      withStore((store) => {
        deliver(store, "ok", "caller");
        const old = Array.from({ length: 300 }, (_, index) => user(`old ${index}`));
        const fresh = Array.from({ length: 100 }, (_, index) => user(`fresh ${index}`));
        store.saveRequest(recordOf("h1", [...old, assistant(" ok\r\n"), ...fresh]));
        expect(store.firstUnshownIndex("h1")).toBe(301);
      }));

    it("begins after a tool call whose id this session minted", () =>
      withStore((store) => {
        store.addMinted({ id: "c1", seat: "caller", turnId: 1 });
        const others = [toolCall("other"), toolResult("other", "r")];
        store.saveRequest(
          recordOf("h1", [user("u"), toolCall("c1"), toolResult("c1", "r"), ...others]),
        );
        expect(store.firstUnshownIndex("h1")).toBe(2);
      }));

    it("begins before a short text that only the responder got", () =>
      withStore((store) => {
        deliver(store, "ok", "responder");
        store.saveRequest(recordOf("h1", [user("u"), assistant("ok"), user("v")]));
        expect(store.firstUnshownIndex("h1")).toBe(0);
      }));

    it("keeps a repeated message that was shown at an earlier place only", () =>
      withStore((store) => {
        store.saveRequest(recordOf("h1", [user("continue")]));
        store.markShown("h1");
        deliver(store, "A long answer.", "caller");
        const messages = [
          user("continue"),
          assistant("A long answer."),
          user("continue"),
          user("now"),
        ];
        store.saveRequest(recordOf("h2", messages));
        expect(store.firstUnshownIndex("h2")).toBe(2);
      }));

    it("counts system messages at their places", () =>
      withStore((store) => {
        deliver(store, "A long answer.", "caller");
        const messages = [
          system("a"),
          user("u"),
          assistant("A long answer."),
          system("b"),
          user("v"),
          system("c"),
        ];
        store.saveRequest(recordOf("h1", messages));
        expect(store.firstUnshownIndex("h1")).toBe(3);
        store.markShown("h1");
        store.saveRequest(recordOf("h2", [...messages, user("w")]));
        expect(store.firstUnshownIndex("h2")).toBe(5);
      }));

    it("loses no more than it must of a long first request that was shown", () =>
      withStore((store) => {
        const messages: readonly Message[] = Array.from({ length: 100 }, (_, index) =>
          user(`old ${index}`),
        );
        store.saveRequest(recordOf("h1", messages));
        store.markShown("h1");
        store.saveRequest(recordOf("h2", [...messages, user("next")]));
        store.saveRequest(recordOf("h3", [...messages.slice(0, 90), user("edited"), user("next")]));
        expect(store.firstUnshownIndex("h2")).toBe(100);
        expect(store.firstUnshownIndex("h3")).toBe(90);
      }));
  });
}

/** A first turn, answered and delivered. */
function converse(store: SessionStore): void {
  store.saveRequest(recordOf("h1", [system("s"), user("u")]));
  store.markShown("h1");
  store.saveReply("r1", {
    reply: { parts: [{ type: "text", text: "A long answer." }], finishReason: "stop" },
  });
  deliver(store, "A long answer.", "caller");
}

function deliver(store: SessionStore, text: string, seat: "caller" | "responder"): void {
  store.addDelivered({ textDigest: textDigestOf(text), seat, turnId: 1, afterDigest: null });
}

function newsOf(store: SessionStore, holdId: string): readonly number[] {
  return store.readNews(holdId)?.messages.map(({ index }) => index) ?? [];
}
