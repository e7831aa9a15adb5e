import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { SessionMessage } from "../../src/console-protocol/session-message";
import { createSessionState, isGap, reduceSession } from "../../src/console/state/session-state";
import type { Claimant } from "../../src/pairing/state";
import { WHOLE_HISTORY, type HistoryScope } from "../../src/session/history-scope";
import { LiveFeed, type LivePage } from "../../src/session/live-feed";
import { LiveSessionReader, seenLiveSession } from "../../src/session/live-session";
import { fuzz } from "../protocols/arbitraries";
import { AKI, BO, SampleSession } from "./sample-session";

/** A page, as far as it hears of the live state. What it makes of that is the console's own work. */
class ListeningPage implements LivePage {
  readonly texts: string[] = [];
  readonly operator: Claimant;
  readonly isPlayer: boolean;
  readonly scope: HistoryScope;
  #state = createSessionState();

  constructor(operator: Claimant, isPlayer = false, scope: HistoryScope = WHOLE_HISTORY) {
    this.operator = operator;
    this.isPlayer = isPlayer;
    this.scope = scope;
  }

  get live() {
    return this.#state.live;
  }

  sendText(text: string): void {
    this.texts.push(text);
    this.hear(JSON.parse(text) as SessionMessage);
  }

  hear(message: SessionMessage): void {
    if (isGap(this.#state, message)) throw new Error("It has missed something.");
    this.#state = reduceSession(this.#state, { type: "message", message, nowMs: 0 });
  }

  get lastType(): string | undefined {
    const text = this.texts.at(-1);
    return text === undefined ? undefined : (JSON.parse(text) as SessionMessage).type;
  }
}

/** A session with pages that watch it. */
class WatchedSession {
  readonly session = new SampleSession();
  pages: ListeningPage[] = [];
  #reader = new LiveSessionReader();
  #feed = new LiveFeed();

  read() {
    const { engine, store } = this.session;
    const draftTextOf = (turnId: number): string => engine.draftTextOf(turnId);
    return this.#reader.read({ state: engine.state, store, draftTextOf });
  }

  tell(): void {
    this.#feed.tell(this.pages, this.read());
  }

  join(page: ListeningPage): void {
    this.pages.push(page);
    this.#feed.welcome(page, this.pages, this.read());
  }

  /** Nothing is left of what was in memory, and the pages are still there. */
  hibernate(): void {
    this.session.restart();
    this.#reader = new LiveSessionReader();
    this.#feed = new LiveFeed();
  }

  /** As the commands of operators do it: the piece that begins a reply changes the state, a later one is told by itself. */
  draft(turnId: number, text: string, writer: Claimant): void {
    const startChars = this.session.engine.draftTextOf(turnId).length;
    const drafted = this.session.draft(turnId, startChars, text, writer);
    if (!drafted.ok) return;
    if (drafted.value.isFirst) {
      this.tell();
      return;
    }
    const growth = { turnId, startChars, text: drafted.value.addedText };
    const told = this.pages.filter(({ isPlayer, operator, scope }) =>
      isPlayer ? operator.operatorId === writer.operatorId : turnId >= scope.firstTurnId,
    );
    for (const page of told) page.hear({ type: "draft", ...growth });
    this.#feed.growDraft(told, growth);
  }
}

function openTurns(watched: WatchedSession, count: number, question = "Who goes there?"): void {
  for (let index = 0; index < count; index += 1)
    watched.session.open(`hold-${index}`, `${question} ${index}`);
}

function claim(watched: WatchedSession, turnId: number, claimant: Claimant = AKI): void {
  const target = { turnId };
  watched.session.engine.claim({ target, claimant, isTakeOver: true, atMs: watched.session.nowMs });
}

const pageOf = (name: string, isPlayer = false, scope = WHOLE_HISTORY) =>
  new ListeningPage({ operatorId: `operator-${name}`, name }, isPlayer, scope);

const bytesOf = (texts: readonly string[]): number =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** What one claim sends to all pages, and what the whole state would have been. */
function costOfClaim(turnCount: number) {
  const watched = new WatchedSession();
  openTurns(watched, turnCount, "Why? ".repeat(600));
  for (let index = 0; index < 64; index += 1) watched.join(pageOf(String(index)));
  const wholeBytes = bytesOf(watched.pages.flatMap(({ texts }) => texts));
  for (const page of watched.pages) page.texts.length = 0;
  claim(watched, 1);
  watched.tell();
  return { wholeBytes, changeBytes: bytesOf(watched.pages.flatMap(({ texts }) => texts)) };
}

describe("a change", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("costs a hundredth of the whole state where 64 pages watch 64 turns, and no more than with 8 turns", () => {
    const few = costOfClaim(8);
    const many = costOfClaim(64);
    expect(many.wholeBytes).toBeGreaterThan(10_000_000);
    expect(many.changeBytes).toBeLessThan(many.wholeBytes / 100);
    expect(many.changeBytes).toBeLessThan(few.changeBytes * 1.1);
  });

  it("is written once for all who see the same, and once for each player", () => {
    const watched = new WatchedSession();
    openTurns(watched, 2);
    for (let index = 0; index < 8; index += 1) watched.join(pageOf(String(index)));
    watched.join(pageOf("player", true));
    const stringify = vi.spyOn(JSON, "stringify");
    claim(watched, 1);
    watched.session.engine.apply({ type: "change-context-visibility", atMs: 2, isHidden: true });
    watched.tell();
    const written = stringify.mock.calls.map(([value]: readonly unknown[]) => value);
    expect(written.filter((value) => isChange(value))).toHaveLength(2);
    expect(new Set(watched.pages.slice(0, 8).map(({ texts }) => texts.at(-1))).size).toBe(1);
  });

  it("names what has changed alone, and never says again what is asked", () => {
    const watched = new WatchedSession();
    openTurns(watched, 3);
    watched.join(pageOf("anna"));
    watched.session.say(2, "A friend.");
    watched.session.engine.deliver("hold-1", 2, null);
    claim(watched, 3);
    watched.tell();
    const [page] = watched.pages;
    expect(JSON.parse(page?.texts.at(-1) ?? "")).toMatchObject({
      openedTurns: [],
      changedTurns: [{ turnId: 3, claimedBy: { name: "Aki" } }],
      endedTurnIds: [2],
    });
    expect(page?.texts.at(-1)).not.toContain("Who goes there?");
  });

  it("is told to nobody who sees none", () => {
    const watched = new WatchedSession();
    openTurns(watched, 1);
    watched.join(pageOf("player", true));
    watched.join(pageOf("anna"));
    claim(watched, 1);
    watched.tell();
    watched.tell();
    expect(watched.pages.map(({ texts }) => texts.length)).toEqual([1, 2]);
  });

  it("does not repeat a draft that was told while it was written", () => {
    const watched = new WatchedSession();
    openTurns(watched, 2);
    watched.join(pageOf("anna"));
    watched.draft(1, "Once ", AKI);
    watched.draft(1, "upon a time", AKI);
    claim(watched, 2, BO);
    watched.tell();
    expect(watched.pages[0]?.texts.at(-1)).not.toContain("upon");
    expect(watched.pages[0]?.live).toEqual(watched.read());
  });

  it("is the whole state after hibernation, once", () => {
    const watched = new WatchedSession();
    openTurns(watched, 2);
    watched.join(pageOf("anna"));
    watched.hibernate();
    const types = [1, 2].map((turnId) => {
      claim(watched, turnId);
      watched.tell();
      return watched.pages[0]?.lastType;
    });
    expect(types).toEqual(["live", "live-changed"]);
  });
});

function isChange(value: unknown): boolean {
  return typeof value === "object" && value !== null && "afterRevision" in value;
}

const anyTurnId = fc.integer({ min: 1, max: 6 });
const anyWriter = fc.constantFrom(AKI, BO);
const anyStep = fc.oneof(
  fc.record({ type: fc.constant("open" as const), isStream: fc.boolean(), isNamed: fc.boolean() }),
  fc.record({ type: fc.constantFrom("claim" as const, "answer" as const), turnId: anyTurnId }),
  fc.record({
    type: fc.constant("draft" as const),
    turnId: anyTurnId,
    writer: anyWriter,
    text: fc.constantFrom("a", "word ", "😀"),
  }),
  fc.record({
    type: fc.constant("hand-over" as const),
    turnId: anyTurnId,
    claimant: fc.constantFrom(AKI, BO, null),
  }),
  fc.record({ type: fc.constantFrom("detach" as const, "deliver" as const), turnId: anyTurnId }),
  fc.record({ type: fc.constant("hide" as const), isHidden: fc.boolean() }),
  fc.record({
    type: fc.constant("join" as const),
    operator: anyWriter,
    isPlayer: fc.boolean(),
    firstTurnId: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({ type: fc.constantFrom("leave" as const, "hibernate" as const) }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

function take(watched: WatchedSession, step: Step, index: number): void {
  const { session } = watched;
  const { engine } = session;
  session.nowMs += 1;
  const { nowMs: atMs } = session;
  switch (step.type) {
    case "open": {
      const { isStream, isNamed } = step;
      session.open(`hold-${index}`, `Why ${index}?`, { isStream, seat: isNamed ? "caller" : null });
      return;
    }
    case "claim":
      claim(watched, step.turnId, step.turnId % 2 === 0 ? AKI : BO);
      return;
    case "answer":
      session.say(step.turnId, `${engine.draftTextOf(step.turnId)}Yes.`);
      return;
    case "draft":
      watched.draft(step.turnId, step.text, step.writer);
      return;
    case "hand-over": {
      const { turnId, claimant } = step;
      const fromOperatorId = engine.state.turns[turnId]?.claimedBy?.operatorId ?? "nobody";
      engine.handOver({ turnId, fromOperatorId, claimant, atMs });
      return;
    }
    case "detach":
    case "deliver": {
      const holdId = engine.state.turns[step.turnId]?.holdId;
      if (holdId === undefined) return;
      if (step.type === "deliver") engine.deliver(holdId, atMs, null);
      else engine.apply({ type: "detach", atMs, holdId, isLegLost: false });
      return;
    }
    case "hide":
      engine.apply({ type: "change-context-visibility", atMs, isHidden: step.isHidden });
      return;
    case "join": {
      const { operator, isPlayer, firstTurnId } = step;
      const scope = { ...WHOLE_HISTORY, firstTurnId };
      watched.join(new ListeningPage(operator, isPlayer, scope));
      return;
    }
    case "leave":
      watched.pages.shift();
      return;
    case "hibernate":
      watched.hibernate();
  }
}

it("leads every page to what it may see of the state, whatever happens", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 1, maxLength: 60 }), (steps) => {
      const watched = new WatchedSession();
      for (const [index, step] of steps.entries()) {
        take(watched, step, index);
        watched.tell();
        const session = watched.read();
        for (const { live, operator, isPlayer, scope } of watched.pages) {
          const playerId = isPlayer ? operator.operatorId : null;
          expect(live).toEqual(seenLiveSession(session, { scope, playerId }));
        }
      }
    }),
    fuzz(),
  );
});
