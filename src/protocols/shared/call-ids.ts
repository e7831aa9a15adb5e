/**
 * Google's and Ollama's clients may leave out the ids of calls and results, and the neutral conversation needs them. The n-th call of
 * a name gets the same id each time that the history is sent, so that stored messages stay equal. The prefix keeps these ids apart
 * from every minted one: they prove nothing about who a client is.
 */
export class CallIds {
  readonly #prefix: string;
  readonly #all = new OpenCalls();
  readonly #byName = new Map<string, OpenCalls>();
  readonly #byId = new Map<string, KnownCall>();
  readonly #counts = new Map<string, number>();
  #round = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Calls between which somebody else spoke are of different rounds. */
  startRound(): void {
    this.#round += 1;
  }

  /** The id of a call, which is its own if it has one. */
  ofCall(toolName: string, givenId: string | undefined): string {
    const count = (this.#counts.get(toolName) ?? 0) + 1;
    this.#counts.set(toolName, count);
    const toolCallId = givenId || this.#inferredId(toolName, count);
    const call: KnownCall = { toolCallId, toolName, isAnswered: false };
    const namesakes = this.#byName.get(toolName) ?? new OpenCalls();
    this.#byName.set(toolName, namesakes);
    this.#byId.set(toolCallId, call);
    namesakes.add(call, this.#round);
    this.#all.add(call, this.#round);
    return toolCallId;
  }

  /** The call that a result answers: by its id; else the first open one of its name; else, for a result without a name, the first. */
  ofResult(toolName: string | undefined, givenId: string | undefined): AnsweredCall {
    const call = this.#findCall(toolName, givenId);
    if (call !== undefined) call.isAnswered = true;
    // A window over a longer history may begin with a result whose call was cut off.
    const toolCallId = call?.toolCallId ?? (givenId || this.#inferredId(toolName ?? "unknown", 0));
    const name = toolName ?? call?.toolName;
    return name === undefined ? { toolCallId } : { toolCallId, toolName: name };
  }

  #findCall(toolName: string | undefined, givenId: string | undefined): KnownCall | undefined {
    if (givenId) return this.#byId.get(givenId);
    return toolName === undefined ? this.#all.first() : this.#byName.get(toolName)?.first();
  }

  #inferredId(toolName: string, count: number): string {
    return `${this.#prefix}_${toolName}_${count}`;
  }
}

interface KnownCall {
  readonly toolCallId: string;
  readonly toolName: string;
  isAnswered: boolean;
}

interface AnsweredCall {
  readonly toolCallId: string;
  readonly toolName?: string;
}

interface Round {
  readonly id: number;
  readonly calls: KnownCall[];
  /** All calls before it are answered. */
  next: number;
}

/** Calls by their rounds. A history may hold many that nobody answered, so none is looked at twice. */
class OpenCalls {
  readonly #rounds: Round[] = [];

  add(call: KnownCall, roundId: number): void {
    const last = this.#rounds.at(-1);
    if (last?.id === roundId) last.calls.push(call);
    else this.#rounds.push({ id: roundId, calls: [call], next: 0 });
  }

  /** The first of the latest round that has an open one: calls of earlier rounds were given up. */
  first(): KnownCall | undefined {
    for (let round = this.#rounds.at(-1); round !== undefined; round = this.#rounds.at(-1)) {
      while (round.calls[round.next]?.isAnswered === true) round.next += 1;
      const call = round.calls[round.next];
      if (call !== undefined) return call;
      this.#rounds.pop();
    }
    return undefined;
  }
}
