import { assert } from "../../../src/core/assert";
import type { Claimant, Turn } from "../../../src/pairing/state";
import type { Network } from "./network";
import type { Random } from "./random";

const OPERATORS: readonly Claimant[] = [
  { operatorId: "operator-1", name: "Aki" },
  { operatorId: "operator-2", name: "Bo" },
];

/** The longest piece of a draft that is sent at once. */
const PIECE_CHARS_MAX = 12;

/** People at the console who take turns from each other, and whose words go to the caller while they write. */
export class SimulatedOperators {
  readonly #network: Network;
  readonly #random: Random;
  readonly #canCut: boolean;
  /** What the reply to a turn becomes: whoever goes on with it begins with what has gone. */
  readonly #texts = new Map<number, string>();

  constructor(network: Network, random: Random, canCut: boolean) {
    this.#network = network;
    this.#random = random;
    this.#canCut = canCut;
  }

  act(): void {
    const random = this.#random;
    if (random.chance(0.05)) this.#changeContext(random.chance(0.5));
    const open = this.#unanswered();
    if (open.length === 0) return;
    const turn = random.pick(open);
    const operator = random.pick(OPERATORS);
    const choice = random.next();
    if (choice < 0.15) this.#claim(turn, operator, random.chance(0.4));
    else if (choice < 0.2) this.#handOver(turn.turnId);
    else if (choice < 0.9) this.#write(turn, operator);
    else this.#answer(turn, operator);
  }

  /** Ends every reply that was begun, as nobody else can. */
  finish(): void {
    for (const turn of this.#unanswered()) {
      if (turn.isBegun) this.answerWithoutName(turn.turnId);
    }
  }

  /** Over HTTP, where claims count for nothing. */
  answerWithoutName(turnId: number): void {
    const { shell } = this.#network;
    this.#network.perform(shell.operatorReply({ turnId }, this.#textOf(turnId)));
  }

  #unanswered(): readonly Turn[] {
    return Object.values(this.#network.shell.state.turns).filter((turn) => !turn.isAnswered);
  }

  #changeContext(isHidden: boolean): void {
    const { shell } = this.#network;
    const { nowMs: atMs } = shell;
    this.#network.perform(shell.dispatch({ type: "change-context-visibility", atMs, isHidden }));
    assert(shell.state.isContextHidden === isHidden, "the context is hidden, or is not");
  }

  #claim({ turnId, claimedBy }: Turn, claimant: Claimant, isTakeOver: boolean): void {
    const { shell } = this.#network;
    const target = { turnId };
    const { nowMs: atMs } = shell;
    this.#network.perform(
      shell.dispatch({ type: "claim-turn", atMs, target, claimant, isTakeOver }),
    );
    const expected = claimedBy === null || isTakeOver ? claimant : claimedBy;
    this.#expectClaim(turnId, expected);
  }

  #handOver(turnId: number): void {
    const { shell } = this.#network;
    const claimant = this.#random.pick([null, ...OPERATORS]);
    const { nowMs: atMs } = shell;
    this.#network.perform(shell.dispatch({ type: "hand-over-turn", atMs, turnId, claimant }));
    this.#expectClaim(turnId, claimant);
  }

  #write({ turnId, claimedBy }: Turn, operator: Claimant): void {
    const { shell } = this.#network;
    const draftText = shell.draftOf(turnId);
    const text = this.#textOf(turnId);
    const chars = 1 + this.#random.below(PIECE_CHARS_MAX);
    const piece = text.slice(draftText.length, draftText.length + chars);
    if (piece === "") return;
    this.#network.writeDraft(turnId, operator, piece);
    const isOthers = claimedBy !== null && claimedBy.operatorId !== operator.operatorId;
    assert(
      shell.draftOf(turnId) === (isOthers ? draftText : draftText + piece),
      `the draft of turn ${turnId} is its claimant's`,
    );
  }

  #answer({ turnId, claimedBy }: Turn, operator: Claimant): void {
    const { shell } = this.#network;
    const form = this.#canCut && this.#random.chance(0.3) ? "cut" : "text";
    const facts = shell.facts.length;
    const target = { turnId };
    this.#network.perform(shell.operatorReply(target, this.#textOf(turnId), form, operator));
    const isOthers = claimedBy !== null && claimedBy.operatorId !== operator.operatorId;
    if (isOthers)
      assert(shell.facts.length === facts, `${operator.name} has no say at turn ${turnId}`);
  }

  #textOf(turnId: number): string {
    const { shell } = this.#network;
    const known = this.#texts.get(turnId);
    if (known !== undefined) return known;
    const text = `${shell.createId()} to «${shell.promptOf(turnId)}»`;
    this.#texts.set(turnId, text);
    return text;
  }

  #expectClaim(turnId: number, claimant: Claimant | null): void {
    const { claimedBy } = this.#network.shell.state.turns[turnId] ?? {};
    assert(
      claimedBy?.operatorId === claimant?.operatorId,
      `turn ${turnId} is ${claimant?.name ?? "nobody"}'s`,
    );
  }
}
