import { describe, expect, it } from "vitest";
import {
  advanceDraft,
  createDraft,
  heldChars,
  type Draft,
  type DraftDelta,
  type DraftInput,
  type DraftStep,
  type SendMode,
} from "../../../src/console/compose/draft";

/** An answer that is written step by step, with what has gone of it. */
class Writer {
  draft: Draft;
  last: DraftStep | null = null;
  readonly deltas: DraftDelta[] = [];

  constructor(mode: SendMode, isMine = true) {
    this.draft = createDraft(mode, isMine);
  }

  do(...inputs: readonly DraftInput[]): this {
    for (const input of inputs) {
      this.last = advanceDraft(this.draft, input);
      this.draft = this.last.draft;
      if (this.last.delta !== null) this.deltas.push(this.last.delta);
    }
    return this;
  }

  /** Key by key, as a keyboard does. */
  type(text: string): this {
    for (const key of text) this.edit(this.draft.text + key);
    return this;
  }

  /** With the caret at the end of it, unless a place is named. */
  edit(text: string, caretChars: number | null = null): this {
    return this.do({ type: "edit", text, caretChars });
  }

  send(): this {
    return this.do({ type: "send" });
  }

  get pieces(): readonly string[] {
    return this.deltas.map(({ text }) => text);
  }
}

function begun(): Writer {
  return new Writer("word").type("Hello wor");
}

describe("word by word", () => {
  it("sends a word, with its punctuation and its blank, when the next one begins", () => {
    const writer = new Writer("word").type("Hello, big");
    expect(writer.pieces).toEqual(["Hello, "]);
    expect(writer.type(" world").pieces).toEqual(["Hello, ", "big "]);
    expect(writer.send().deltas.at(-1)).toEqual({ startChars: 11, text: "world", isLast: true });
  });

  it("lets the word that was just typed be changed until the next one begins", () => {
    const writer = new Writer("word").type("one teh ");
    writer.edit("one te").edit("one the ");
    expect(writer.type("end").pieces).toEqual(["one ", "the "]);
  });

  it("sends a paste of ten thousand characters in one piece, up to its last word", () => {
    const paste = `${"lorem ipsum ".repeat(900)}dolor`;
    expect(new Writer("word").edit(paste).deltas).toEqual([
      { startChars: 0, text: paste.slice(0, -5), isLast: false },
    ]);
  });

  it("finds the words of a language without blanks", () => {
    expect(new Writer("word").edit("今日は天気がいい").pieces.join("")).toMatch(/^今日は天気が/);
  });

  it("takes a picture for a word, and never cuts one", () => {
    const family = "👨‍👩‍👧‍👦";
    const writer = new Writer("word").edit(family).edit(`${family}🇯🇵`).edit(`${family}🇯🇵👍🏽`);
    expect(writer.pieces).toEqual([family, "🇯🇵"]);
    expect(writer.send().pieces.at(-1)).toBe("👍🏽");
  });

  it("cuts no flag, also where the first half of another has gone", () => {
    expect(new Writer("word").edit("🇯a").edit("🇯🇵🇯🇵🇵").pieces).toEqual(["🇯", "🇵"]);
  });

  it("sends code line by line and word by word, with every blank as it is", () => {
    const code = "if (x) {\n\treturn `a${b}`;\n}\n\n";
    const writer = new Writer("word").type(code);
    expect(writer.pieces.length).toBeGreaterThan(4);
    expect(writer.send().pieces.join("")).toBe(code);
  });

  it("waits for the other half of a character, and sends none that stays a half", () => {
    const writer = new Writer("word").edit("a \uD83D").edit("a \uD83D b");
    expect(writer.pieces).toEqual([]);
    expect(writer.edit("a \uD83D\uDE00 b").pieces).toEqual(["a \uD83D\uDE00 "]);
    const half = new Writer("word").edit("a \uD83D b").send();
    expect(half.pieces.join("")).toBe("a \uFFFD b");
    expect(half.last?.repair?.text).toBe("a \uFFFD b");
  });
});

describe("sentence by sentence", () => {
  it("sends a sentence when the next one begins", () => {
    const writer = new Writer("sentence").type("It is 3.5 m. Is it? Yes");
    expect(writer.pieces).toEqual(["It is 3.5 m. ", "Is it? "]);
    expect(new Writer("sentence").edit("今日は。明日").pieces).toEqual(["今日は。"]);
    expect(new Writer("sentence").type("- one\n- t").pieces).toEqual(["- one\n"]);
  });
});

describe("on send only", () => {
  it("sends everything at once", () => {
    const writer = new Writer("send").type("Hello, big world");
    expect(writer.deltas).toEqual([]);
    expect(writer.send().deltas).toEqual([
      { startChars: 0, text: "Hello, big world", isLast: true },
    ]);
  });

  it("is left for another way at any time, which sends what is complete by it", () => {
    const writer = new Writer("send").type("Hello, big world");
    expect(writer.do({ type: "change-mode", mode: "word" }).pieces).toEqual(["Hello, big "]);
    writer.do({ type: "change-mode", mode: "send" }).type(" and more");
    expect(writer.pieces).toHaveLength(1);
  });
});

describe("an answer that was sent", () => {
  it("ends with an empty piece if all of it has gone, and an empty answer is one", () => {
    expect(new Writer("word").send().deltas).toEqual([{ startChars: 0, text: "", isLast: true }]);
  });

  it("changes no more, and is not sent twice", () => {
    const writer = new Writer("word").type("done").send().edit("done, or not");
    expect(writer.last?.repair).toEqual({ text: "done", caretChars: null });
    expect(writer.send().last?.refusal).toBe("already-sent");
    expect(writer.deltas).toHaveLength(1);
  });

  it("is free again where the server refuses it, but for what it had accepted", () => {
    const writer = new Writer("word").type("one two three").send();
    writer.do({ type: "send-refused", acceptedText: "one two ", isMine: true });
    expect(writer.draft).toMatchObject({ text: "one two three", sentChars: 8, isSent: false });
    expect(writer.deltas).toHaveLength(3);
    expect(writer.edit("one two four").send().deltas.at(-1)).toEqual({
      startChars: 8,
      text: "four",
      isLast: true,
    });
  });
});

describe("an edit of what has gone", () => {
  it("puts it back, and keeps what was typed there behind it, with the caret after it", () => {
    const writer = begun().edit("HeXllo wor");
    expect(writer.last?.repair).toEqual({ text: "Hello Xwor", caretChars: 7 });
    expect(writer.draft.text).toBe("Hello Xwor");
  });

  it("keeps the rest of an edit that began in it", () => {
    expect(begun().edit("HelYr").last?.repair).toEqual({ text: "Hello Yr", caretChars: 7 });
  });

  it("keeps a paste over everything, and takes away what could be taken", () => {
    expect(begun().edit("Something else").draft.text).toBe("Hello Something else");
    expect(begun().edit("").last?.repair).toEqual({ text: "Hello ", caretChars: 6 });
  });

  it("by undo goes as far back as it may", () => {
    expect(begun().edit("Hel").last?.repair).toEqual({ text: "Hello ", caretChars: 6 });
    expect(begun().edit("Hello ").last).toMatchObject({ repair: null, draft: { text: "Hello " } });
  });

  it("cuts no character in two when it is moved", () => {
    const writer = new Writer("word").edit("😀 a").edit("😁 a");
    expect(writer.draft.text).toBe("😀 😁a");
    expect(writer.draft.text.isWellFormed()).toBe(true);
  });
});

describe("what is behind the caret", () => {
  const ending = "\n\nKind regards, the guard";

  it("waits while the middle of a template is written, and goes when the caret has passed it", () => {
    const writer = new Writer("word").edit(`Dear friend, ${ending}`, 13);
    expect(writer.pieces).toEqual(["Dear "]);
    expect(heldChars(writer.draft)).toBe(ending.length);
    writer.edit(`Dear friend, come in${ending}`, 20);
    expect(writer.pieces.join("")).toBe("Dear friend, come ");
    expect(writer.do({ type: "move-caret", caretChars: 45 }).pieces.join("")).toBe(
      `Dear friend, come in${ending.slice(0, -5)}`,
    );
    expect(heldChars(writer.draft)).toBe(0);
  });

  it("goes with what is sent", () => {
    const writer = new Writer("sentence").edit(`Come in. You${ending}`, 12);
    expect(writer.pieces).toEqual(["Come in. "]);
    expect(writer.send().pieces.join("")).toBe(`Come in. You${ending}`);
  });

  it("waits also where the turn is claimed only then, or another way to go out is chosen", () => {
    const writer = new Writer("send", false).edit("one two three four", 9);
    expect(heldChars(writer.draft)).toBe(0);
    writer.do({ type: "change-mode", mode: "word" });
    writer.do({ type: "synchronise", acceptedText: "Theirs. ", isMine: true });
    expect(writer.draft.text).toBe("Theirs. one two three four");
    expect(writer.pieces).toEqual(["one two "]);
    expect(heldChars(writer.draft)).toBe("hree four".length);
  });

  it("is all that is free where the caret is in what has gone, and what is typed there goes first", () => {
    const writer = begun().do({ type: "move-caret", caretChars: 2 });
    expect(heldChars(writer.draft)).toBe(3);
    writer.edit("He is llo wor", 6);
    expect(writer.draft).toMatchObject({ text: "Hello  is wor", sentChars: 7, caretChars: 10 });
  });
});

describe("an input method", () => {
  it("sends nothing from where it composes on, and everything complete when it is done", () => {
    const writer = new Writer("word").edit("今日は");
    const before = writer.draft.sentChars;
    writer.do({ type: "composition-start", startChars: 3 });
    writer.edit("今日はt").edit("今日はてんき").edit("今日は天気 です");
    expect(writer.draft.sentChars).toBeLessThanOrEqual(3);
    expect(writer.draft.sentChars).toBe(before);
    expect(writer.send().last?.refusal).toBe("composing");
    writer.do({ type: "composition-end", text: "今日は天気です", caretChars: null });
    expect(writer.pieces.join("")).toMatch(/^今日は天気/);
    expect(writer.send().pieces.join("")).toBe("今日は天気です");
  });

  it("may take up a word that was already there, though it began behind it", () => {
    const writer = new Writer("send").edit("one two three four");
    writer.do({ type: "composition-start", startChars: 18 }).edit("one too three four");
    expect(writer.do({ type: "change-mode", mode: "word" }).pieces).toEqual(["one "]);
  });

  it("in what has gone is left alone until it is done, and then moved behind it", () => {
    const writer = new Writer("word").type("Hello wor");
    writer.do({ type: "composition-start", startChars: 2 }).edit("Heかllo wor");
    expect(writer.last?.repair).toBe(null);
    writer.do({ type: "composition-end", text: "He蚊llo wor", caretChars: null });
    expect(writer.last?.repair).toEqual({ text: "Hello 蚊wor", caretChars: 7 });
  });

  it("whose text is given up leaves nothing behind", () => {
    const writer = new Writer("word").type("Hello wor");
    writer.do({ type: "composition-start", startChars: 9 }).edit("Hello worか");
    writer.do({ type: "composition-end", text: "Hello wor", caretChars: null });
    expect(writer.draft).toMatchObject({ text: "Hello wor", compositionStartChars: null });
  });
});

describe("the server's word", () => {
  it("confirms what has arrived, and never takes it back", () => {
    const writer = new Writer("word").type("one two three");
    writer.do({ type: "acknowledge", acceptedChars: 8 }, { type: "acknowledge", acceptedChars: 4 });
    expect(writer.draft.acknowledgedChars).toBe(8);
    expect(writer.do({ type: "acknowledge", acceptedChars: 99 }).draft.acknowledgedChars).toBe(8);
  });

  it("after a reconnect makes what was lost go again, from where the server stands", () => {
    const writer = new Writer("word").type("one two three");
    writer.do({ type: "synchronise", acceptedText: "one ", isMine: true });
    expect(writer.deltas.at(-1)).toEqual({ startChars: 4, text: "two ", isLast: false });
    expect(writer.draft).toMatchObject({ sentChars: 8, acknowledgedChars: 4 });
    writer.send().do({ type: "synchronise", acceptedText: "one two ", isMine: true });
    expect(writer.deltas.at(-1)).toEqual({ startChars: 8, text: "three", isLast: true });
  });

  it("after another operator took over frees what did not arrive, and lets nothing go", () => {
    const writer = new Writer("word").type("one two three");
    writer.do({ type: "synchronise", acceptedText: "one ", isMine: false });
    expect(writer.draft).toMatchObject({ text: "one two three", sentChars: 4, isMine: false });
    expect(writer.type(" four five").deltas).toHaveLength(2);
    expect(writer.send().last?.refusal).toBe("not-mine");
  });

  it("puts another operator's words in front of one's own, which are kept", () => {
    const writer = new Writer("word").type("one two three");
    writer.do({ type: "synchronise", acceptedText: "one two and more ", isMine: false });
    expect(writer.last?.repair?.text).toBe("one two and more three");
    writer.do({ type: "synchronise", acceptedText: "one two and more ", isMine: true });
    expect(writer.type(" four").deltas.at(-1)).toEqual({
      startChars: 17,
      text: "three ",
      isLast: false,
    });
  });

  it("moves the place where an input method composes along with the text", () => {
    const writer = new Writer("word", false).edit("mine ");
    writer.do({ type: "composition-start", startChars: 5 });
    writer.do({ type: "synchronise", acceptedText: "Theirs. ", isMine: true });
    writer.edit("Theirs. mine かな 漢字 ");
    expect(writer.draft).toMatchObject({ compositionStartChars: 13, sentChars: 8 });
  });

  it("gives a turn that was taken over with what the other had typed", () => {
    const writer = new Writer("word", false).type("my own words");
    writer.do({ type: "synchronise", acceptedText: "Theirs: ", isMine: true });
    expect(writer.draft.text).toBe("Theirs: my own words");
    expect(writer.deltas).toEqual([{ startChars: 8, text: "my own ", isLast: false }]);
  });
});
