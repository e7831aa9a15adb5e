import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { SendMode } from "../../../src/console/compose/draft";
import { AnswerDesk } from "../../../src/console/session/answer-desk";
import { createDraftStorage } from "../../../src/console/session/draft-storage";
import { MemoryBrowser, type MemoryPage } from "../kept/memory-browser";
import { FakeSession, OTHER } from "./fake-session";

const ME = { operatorId: "operator-1", name: "Ada" };

/** A desk, its session, and what a reload would find. */
function open(
  session: FakeSession,
  options: {
    readonly page?: MemoryPage;
    readonly mode?: SendMode;
    readonly target?: { readonly turnId: number } | { readonly holdId: string };
  } = {},
) {
  const page = options.page ?? new MemoryBrowser().open();
  const typing: (number | null)[] = [];
  const desk = new AnswerDesk({
    store: session,
    sessionName: "oracle",
    target: options.target ?? { turnId: 1 },
    storage: createDraftStorage(page.storage),
    sendMode: signal(options.mode ?? "word"),
    pace: signal(null),
    nowMs: () => 0,
    onTyping: (turnId) => typing.push(turnId),
    onTurn: () => {},
  });
  const type = (text: string): void => {
    for (const key of text)
      desk.write({ type: "edit", text: desk.draft.peek().text + key, caretChars: null });
  };
  return { desk, typing, type };
}

const sentText = (session: FakeSession): string => session.drafts.map(({ text }) => text).join("");

describe("writing at a turn that nobody has", () => {
  it("claims it once, and sends nothing before it is one's own (PAIR-16)", () => {
    const session = new FakeSession();
    const { desk, type, typing } = open(session);
    type("one two three");
    expect(session.claims).toEqual([{ isTakeOver: false }]);
    expect(session.drafts).toEqual([]);
    expect(typing).toHaveLength(13);
    session.change({ claimedBy: ME });
    expect(sentText(session)).toBe("one two ");
    expect(desk.draft.value).toMatchObject({ text: "one two three", sentChars: 8, isMine: true });
  });

  it("of somebody else's claims nothing, and lets nothing go", () => {
    const session = new FakeSession({ claimedBy: OTHER });
    const { desk, type, typing } = open(session);
    type("one two three");
    void desk.send();
    expect([session.claims, session.drafts, session.replies, typing]).toEqual([[], [], [], []]);
    expect(desk.notice.value).toEqual({ type: "held-back", refusal: "not-mine" });
  });
});

describe("a loss of the connection", () => {
  it("makes what did not arrive go again, from where the server stands", () => {
    const session = new FakeSession({ claimedBy: ME });
    const { type } = open(session);
    type("one ");
    session.accept();
    session.isCaughtUp.value = false;
    type("two three");
    session.drafts.length = 0;
    session.isCaughtUp.value = true;
    expect(session.drafts).toEqual([{ startChars: 0, text: "one two ", pace: null }]);
    session.accept();
    expect(session.turns.value[0]?.draftText).toBe("one two ");
  });

  it("is the only reason to send again: other news of the turn are none", () => {
    const session = new FakeSession({ claimedBy: ME });
    open(session).type("one two three");
    const { length } = session.drafts;
    session.change({ isCallerAttached: false });
    session.change({ isCallerAttached: true });
    expect(session.drafts).toHaveLength(length);
  });

  it("and a piece that lacks the one before it is sent again with it", () => {
    const session = new FakeSession({ claimedBy: ME });
    const { type } = open(session);
    type("one two three");
    session.refuseDraft({ reason: "gap", acceptedText: "", claimedBy: ME });
    expect(session.drafts.at(-1)).toEqual({ startChars: 0, text: "one two ", pace: null });
  });
});

describe("a reload", () => {
  it("finds every character, and locks what the caller has", () => {
    const browser = new MemoryBrowser();
    const page = browser.open();
    const session = new FakeSession({ claimedBy: ME });
    open(session, { page }).type("one two thr");
    session.change({ draftText: "one " });
    session.drafts.length = 0;
    const { desk } = open(session, { page: browser.reload(page) });
    expect(desk.draft.value.text).toBe("one two thr");
    expect(session.drafts).toEqual([{ startChars: 4, text: "two ", pace: null }]);
  });

  it("lets nothing go that waited behind the caret", () => {
    const browser = new MemoryBrowser();
    const page = browser.open();
    const session = new FakeSession({ claimedBy: ME });
    const { desk } = open(session, { page });
    desk.write({ type: "edit", text: "Dear X, kind regards, me", caretChars: 6 });
    desk.dispose();
    session.drafts.length = 0;
    const after = open(session, { page: browser.reload(page) }).desk;
    expect(after.draft.value).toMatchObject({ text: "Dear X, kind regards, me", caretChars: 6 });
    expect(sentText(session)).toBe("Dear ");
  });

  it("finds nothing of a turn of the same number in a session that was deleted", () => {
    const browser = new MemoryBrowser();
    const page = browser.open();
    open(new FakeSession({ claimedBy: ME }), { page }).type("one two");
    const session = new FakeSession({ claimedBy: ME, openedAtMs: 60_000 });
    expect(open(session, { page: browser.reload(page) }).desk.draft.value.text).toBe("");
  });

  it("after the answer was taken finds nothing", async () => {
    const browser = new MemoryBrowser();
    const session = new FakeSession({ claimedBy: ME });
    const { desk, type } = open(session, { page: browser.open() });
    type("one two");
    const sent = desk.send();
    await session.settle({ type: "done", turnId: 1 });
    await sent;
    expect([desk.isDone.value, browser.store.length]).toEqual([true, 0]);
  });

  it("keeps nothing of what another wrote", () => {
    const browser = new MemoryBrowser();
    const session = new FakeSession({ claimedBy: OTHER, draftText: "Theirs. " });
    const { desk } = open(session, { page: browser.open() });
    expect([desk.draft.value.text, desk.hasOwnText.value, browser.store.length]).toEqual([
      "Theirs. ",
      false,
      0,
    ]);
  });
});

/** A browser whose tab wrote at a turn and was closed. */
function leaveText(session: FakeSession, text: string): MemoryBrowser {
  const browser = new MemoryBrowser();
  const page = browser.open();
  const { desk, type } = open(session, { page });
  type(text);
  desk.dispose();
  page.leave();
  return browser;
}

/** Until the other tabs were asked. */
function asked(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("a tab that was closed", () => {
  it("leaves its text to the next one at the turn, behind what the caller has", async () => {
    const session = new FakeSession({ claimedBy: ME });
    const browser = leaveText(session, "one two thr");
    session.change({ claimedBy: OTHER, draftText: "one " });
    session.drafts.length = 0;
    const { desk } = open(session, { page: browser.open() });
    const repairs: string[] = [];
    desk.onRepair = ({ text }) => repairs.push(text);
    await asked();
    expect(desk.draft.value).toMatchObject({ text: "one two thr", sentChars: 4 });
    expect(repairs.at(-1)).toBe("one two thr");
    session.change({ claimedBy: ME });
    expect(sentText(session)).toBe("two ");
  });

  it("does not take the place of what is typed meanwhile, nor lose its own by that", async () => {
    const session = new FakeSession({ claimedBy: ME });
    const browser = leaveText(session, "left");
    const { desk, type } = open(session, { page: browser.open() });
    type("newer");
    await asked();
    expect(desk.draft.value.text).toBe("newer");
    const { desk: next } = open(session, { page: browser.open() });
    await asked();
    expect(next.draft.value.text).toBe("left");
  });

  it("is not one that is open: two tabs at one turn have a text each", async () => {
    const browser = new MemoryBrowser();
    const session = new FakeSession();
    const one = open(session, { page: browser.open() });
    one.type("mine");
    const two = open(session, { page: browser.open() });
    await asked();
    expect(two.desk.draft.value.text).toBe("");
    two.type("other");
    expect(one.desk.draft.value.text).toBe("mine");
  });
});

describe("a turn that goes to somebody else", () => {
  it("leaves the text in place, says who has it, and goes on where it comes back", () => {
    const session = new FakeSession({ claimedBy: ME });
    const { desk, type } = open(session);
    type("one two thr");
    session.change({ claimedBy: OTHER, draftText: "one two " });
    expect(desk.notice.value).toEqual({ type: "taken-over", by: "Bob" });
    expect(desk.draft.value).toMatchObject({ text: "one two thr", isMine: false });
    session.change({ draftText: "one two and more " });
    expect(desk.draft.value.text).toBe("one two and more thr");
    session.change({ claimedBy: ME });
    expect(desk.notice.value).toBe(null);
    type("ee four");
    expect(session.drafts.at(-1)).toEqual({ startChars: 17, text: "three ", pace: null });
  });

  it("while an answer is on its way waits for the server's word about that answer", async () => {
    const session = new FakeSession({ claimedBy: ME });
    const { desk, type } = open(session, { mode: "send" });
    type("one two");
    const sent = desk.send();
    session.change({ claimedBy: OTHER, draftText: "Theirs. " });
    expect(desk.draft.value.text).toBe("one two");
    await session.settle({
      type: "refused",
      reason: "claimed",
      detail: null,
      place: null,
      acceptedText: "Theirs. ",
      claimedBy: OTHER,
    });
    await sent;
    expect(desk.draft.value).toMatchObject({ text: "Theirs. one two", isSent: false });
    expect(desk.notice.value).toMatchObject({ type: "refused", refused: { reason: "claimed" } });
  });

  it("or is over leaves the text, and sends no more of it", () => {
    const session = new FakeSession({ claimedBy: ME });
    const { desk, type } = open(session);
    type("one two thr");
    session.end("expired");
    session.drafts.length = 0;
    type("ee four five");
    expect(session.drafts).toEqual([]);
    expect(desk.draft.value.text).toBe("one two three four five");
    expect(desk.hasOwnText.value).toBe(true);
  });
});

describe("an answer that goes as a whole", () => {
  it("does where the caller does not stream, demands something, or the delivery is odd", () => {
    const reasonOf = (turn: ConstructorParameters<typeof FakeSession>[0]) =>
      open(new FakeSession({ claimedBy: ME, ...turn })).desk.wholeReason.value;
    expect(reasonOf({})).toBe(null);
    expect(reasonOf({ isStream: false })).toBe("not-streaming");
    expect(reasonOf({ canDraft: false })).toBe("checked");
    const { desk } = open(new FakeSession({ claimedBy: ME }));
    desk.textOptions.value = { finishReason: "stop", delayMs: 5_000, cutAfterChars: null };
    expect([desk.wholeReason.value, desk.draft.value.mode]).toEqual(["delivery", "send"]);
  });

  it("is what a refused draft turns into, with its text free again", () => {
    const session = new FakeSession({ claimedBy: ME });
    const { desk, type } = open(session);
    type("one two");
    session.refuseDraft({ reason: "no-draft", acceptedText: "", claimedBy: ME });
    session.drafts.length = 0;
    type(" three");
    expect(session.drafts).toEqual([]);
    expect(desk.draft.value).toMatchObject({ text: "one two three", sentChars: 0, mode: "send" });
  });

  it("is sent as it stands, with how it ends; an empty one only when it is sent twice", async () => {
    const session = new FakeSession({ claimedBy: ME });
    const { desk, type, typing } = open(session);
    await desk.send();
    expect(desk.notice.value).toEqual({ type: "held-back", refusal: "empty" });
    void desk.send();
    await Promise.resolve();
    expect(session.replies).toHaveLength(1);
    await session.settle({ type: "unanswered" });
    desk.textOptions.value = { finishReason: "length", delayMs: 0, cutAfterChars: null };
    await Promise.resolve();
    type("Cut he");
    void desk.send();
    await Promise.resolve();
    expect(session.replies.at(-1)).toEqual({
      target: { turnId: 1 },
      content: { parts: [{ type: "text", text: "Cut he" }], finishReason: "length" },
      delivery: { delayMs: 0, pace: null, cutAfterChars: null },
      isUnchecked: false,
    });
    expect(typing.at(-1)).toBe(null);
  });
});

describe("an undecided request", () => {
  it("is claimed by writing, and its answer goes to the turn that it becomes", async () => {
    const session = new FakeSession();
    const { desk, type } = open(session, { target: { holdId: "hold-1" }, mode: "send" });
    type("Hello");
    const sent = desk.send();
    expect(session.replies).toEqual([]);
    await session.settle({ type: "done", turnId: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(session.replies).toMatchObject([{ target: { turnId: 1 } }]);
    await session.settle({ type: "done", turnId: 1 });
    expect(await sent).toEqual({ type: "done", turnId: 1 });
  });
});
