import { applyFact } from "./evolve";
import type { Fact, RecordedFact } from "./fact";
import type { Effect, PairingSettings, SessionReader } from "./input";
import type { Hold, Outcome, SessionState, Turn } from "./state";

/** One transition under way: a copy of the state, and what has been decided so far. */
export class Run {
  readonly state: SessionState;
  readonly facts: RecordedFact[] = [];
  readonly effects: Effect[] = [];
  readonly atMs: number;
  readonly reader: SessionReader;
  readonly settings: PairingSettings;

  constructor(state: SessionState, atMs: number, reader: SessionReader, settings: PairingSettings) {
    this.state = structuredCloneState(state);
    this.atMs = atMs;
    this.reader = reader;
    this.settings = settings;
  }

  record(fact: Fact): void {
    const recorded = { atMs: this.atMs, fact };
    this.facts.push(recorded);
    applyFact(this.state, recorded);
  }

  effect(effect: Effect): void {
    this.effects.push(effect);
  }

  hold(holdId: string): Hold | undefined {
    return this.state.holds[holdId];
  }

  turn(turnId: number): Turn | undefined {
    return this.state.turns[turnId];
  }

  holds(): readonly Hold[] {
    return Object.values(this.state.holds);
  }

  /** Oldest first. */
  turns(): readonly Turn[] {
    return Object.values(this.state.turns);
  }

  /** Decides how a hold ends, and sends it if its client is there; else it is parked. */
  resolve(hold: Hold, outcome: Outcome): void {
    const { holdId } = hold.arrival;
    this.record({ type: "hold-resolved", holdId, outcome });
    if (hold.isAttached) this.effect({ type: "resolve", holdId, outcome });
  }
}

/** The state is plain JSON of small size; a hand-written copy is several times faster than the platform's. */
function structuredCloneState(state: SessionState): SessionState {
  return {
    ...state,
    holds: copyValues(state.holds),
    turns: copyValues(state.turns),
    identities: { ...state.identities },
    profiles: { ...state.profiles },
    threads: { ...state.threads },
    recent: [...state.recent],
    recentSideRequests: [...state.recentSideRequests],
  };
}

function copyValues<T extends object>(record: Record<string, T>): Record<string, T> {
  const copy: Record<string, T> = {};
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value !== undefined) copy[key] = { ...value };
  }
  return copy;
}
