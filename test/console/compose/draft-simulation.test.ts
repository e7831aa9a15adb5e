import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanceDraft,
  createDraft,
  type Draft,
  type DraftDelta,
  type DraftInput,
  type SendMode,
} from "../../../src/console/compose/draft";
import { fuzz } from "../../protocols/arbitraries";

const anyPiece = fc.oneof(
  fc.constantFrom(
    "a",
    "word",
    " ",
    "\n",
    ". ",
    "e\u0301",
    "\u0301",
    "👨‍👩‍👧",
    "\u200D",
    "🇯🇵",
    "🇯",
    "👍🏽",
  ),
  fc.constantFrom(
    "今日は",
    "天気。",
    "ｶﾞ",
    "각",
    "if (x) {\n\t",
    "`${a}`",
    "http://a.b/c?d=e",
    "\r\n",
  ),
  fc.constantFrom("\uD83D", "\uDE00", "x".repeat(40), "long paste. ".repeat(20)),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** Places are shares of the text's length, so that shrinking keeps their meaning. */
const anyShare = fc.double({ min: 0, max: 1, noNaN: true });

type Action =
  | { readonly type: "replace"; readonly from: number; readonly to: number; readonly text: string }
  | { readonly type: "append"; readonly text: string }
  | { readonly type: "undo"; readonly steps: number }
  | { readonly type: "caret"; readonly at: number }
  | {
      readonly type: "compose";
      readonly at: number;
      readonly texts: readonly string[];
      /** What another operator writes in the middle of it; null where none does. */
      readonly interruption: string | null;
    }
  | { readonly type: "mode"; readonly mode: SendMode }
  | { readonly type: "send" | "lose" | "deliver" | "reconnect" | "refuse" }
  | { readonly type: "take-over"; readonly text: string };

const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("append"), text: anyPiece }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("replace"),
      from: anyShare,
      to: anyShare,
      text: anyPiece,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("undo"), steps: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("caret"), at: anyShare }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("compose"),
      at: anyShare,
      texts: fc.array(anyPiece, { maxLength: 4 }),
      interruption: fc.option(anyPiece, { freq: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("mode"),
      mode: fc.constantFrom<SendMode>("word", "sentence", "send"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constantFrom("send", "lose", "deliver", "reconnect", "refuse"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("take-over"), text: anyPiece }) },
);

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** An editor, a draft, and a server that loses deltas and lets others take over. */
class Desk {
  draft: Draft = createDraft("word", true);
  editor = "";
  /** What the caller has. */
  accepted = "";
  isComplete = false;
  isLosing = false;
  isComposing = false;
  /** Where a composition began, as long as nobody else moved it. */
  composedFrom: number | null = null;
  readonly history: string[] = [""];

  do(input: DraftInput): void {
    const before = this.draft;
    const step = advanceDraft(before, input);
    this.draft = step.draft;
    if (step.repair !== null && !this.isComposing) this.editor = step.repair.text;
    expectStep(this, before, input, step.delta);
    if (step.delta === null || this.isLosing) return;
    const { startChars, text, isLast } = step.delta;
    this.accepted += text.slice(this.accepted.length - startChars);
    this.isComplete ||= isLast;
  }

  edit(text: string, caretChars: number | null): void {
    this.editor = text;
    this.history.push(text);
    this.do({ type: "edit", text, caretChars });
  }

  compose({ at, texts, interruption }: Extract<Action, { type: "compose" }>): void {
    const start = Math.floor(at * this.editor.length);
    const [head, tail] = [this.editor.slice(0, start), this.editor.slice(start)];
    this.isComposing = true;
    this.composedFrom = start;
    this.do({ type: "composition-start", startChars: start });
    for (const [index, text] of texts.entries()) {
      this.edit(head + text + tail, start + text.length);
      if (interruption === null || index > 0) continue;
      this.composedFrom = null;
      this.takeOver(interruption);
    }
    this.isComposing = false;
    this.composedFrom = null;
    this.do({ type: "composition-end", text: this.editor, caretChars: this.draft.caretChars });
  }

  synchronise(isMine: boolean, type: "synchronise" | "send-refused"): void {
    this.isLosing = false;
    this.do({ type, acceptedText: this.accepted, isMine });
  }

  act(action: Action): void {
    const place = (share: number): number => Math.floor(share * this.editor.length);
    switch (action.type) {
      case "append":
        return this.edit(this.editor + action.text, null);
      case "replace": {
        const [from, to] = [place(action.from), place(action.to)].toSorted((a, b) => a - b);
        const head = this.editor.slice(0, from) + action.text;
        return this.edit(head + this.editor.slice(to), head.length);
      }
      case "undo":
        return this.edit(this.history.at(-1 - action.steps) ?? "", null);
      case "caret":
        return this.do({ type: "move-caret", caretChars: place(action.at) });
      case "compose":
        return this.compose(action);
      case "mode":
        return this.do({ type: "change-mode", mode: action.mode });
      case "send":
        return this.do({ type: "send" });
      case "lose":
        this.isLosing = true;
        return;
      case "deliver":
        return this.do({ type: "acknowledge", acceptedChars: this.accepted.length });
      case "reconnect":
        return this.isComplete ? undefined : this.synchronise(this.draft.isMine, "synchronise");
      case "refuse":
        return this.isComplete ? undefined : this.synchronise(this.draft.isMine, "send-refused");
      case "take-over":
        return this.takeOver(action.text);
    }
  }

  takeOver(text: string): void {
    if (this.isComplete) return;
    if (this.draft.isMine) this.accepted += text.toWellFormed();
    this.synchronise(!this.draft.isMine, "synchronise");
  }
}

function expectStep(
  { draft, editor, accepted, isComposing, composedFrom, isLosing }: Desk,
  before: Draft,
  input: DraftInput,
  delta: DraftDelta | null,
): void {
  expect(draft.text.slice(0, draft.sentChars)).toHaveLength(draft.sentChars);
  expect(draft.text.slice(0, draft.sentChars).isWellFormed()).toBe(true);
  if (!isComposing) expect(editor).toBe(draft.text);
  if (delta === null) return;
  expect(draft.isMine).toBe(true);
  expect(delta.text).toBe(draft.text.slice(delta.startChars, draft.sentChars));
  expect(delta.isLast).toBe(draft.isSent);
  if (!isLosing) expect(delta.startChars).toBeLessThanOrEqual(accepted.length);
  if (draft.caretChars !== null && !isLosing && !delta.isLast)
    expect(draft.sentChars).toBeLessThanOrEqual(Math.max(before.sentChars, draft.caretChars));
  if (input.type !== "edit" && input.type !== "move-caret" && input.type !== "composition-end")
    return;
  expect(delta.startChars).toBe(before.sentChars);
  expect(draft.mode).not.toBe("send");
  if (composedFrom !== null) expect(draft.sentChars).toBeLessThanOrEqual(composedFrom);
  // What has gone ends where a character does.
  expect(graphemes.segment(draft.text).containing(draft.sentChars)?.index).toBe(draft.sentChars);
}

describe("any writing", () => {
  it("gives the caller a beginning of the text, byte for byte, and in the end all of it", () => {
    fc.assert(
      fc.property(fc.array(anyAction, { maxLength: 25 }), (actions) => {
        const desk = new Desk();
        for (const action of actions) {
          desk.act(action);
          expect(desk.draft.text.startsWith(desk.accepted)).toBe(true);
          if (!desk.isLosing) expect(desk.accepted).toHaveLength(desk.draft.sentChars);
        }
        if (!desk.draft.isMine) desk.takeOver("");
        if (!desk.isComplete) desk.synchronise(true, "synchronise");
        if (!desk.draft.isSent) desk.do({ type: "send" });
        expect(desk.isComplete).toBe(true);
        expect(desk.accepted).toBe(desk.draft.text);
        expect(desk.accepted).toBe(desk.editor);
      }),
      fuzz(1_000),
    );
  });
});
