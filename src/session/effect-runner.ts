import type { Settings } from "../core/settings";
import type { DirectoryApi } from "../directory/directory-api";
import { nextDeadlineAtMs } from "../pairing/deadline";
import type { PairingSettings } from "../pairing/input";
import { summariseSession } from "../pairing/status";
import type { AlarmClock } from "./alarm-clock";
import type { Legs } from "./legs";
import type { LegDispatch } from "./render-effect";
import { reportSession } from "./report-session";
import { StatusReport } from "./status-report";
import type { StoredSession } from "./stored-session";

export interface EffectRunnerOptions {
  readonly name: string;
  readonly session: StoredSession;
  readonly legs: Legs;
  readonly alarmClock: AlarmClock;
  readonly settings: Pick<Settings, "retentionMs">;
  readonly pairingSettings: PairingSettings;
  readonly directory: () => DirectoryApi;
  /** Tells whoever watches. */
  readonly onChange: () => void;
  readonly onReportFailed: (error: unknown) => void;
}

/** Carries out what a transition decided, after it was stored; the runtime holds it back until the writes are durable. */
export class EffectRunner {
  readonly #options: EffectRunnerOptions;
  readonly #statusReport = new StatusReport();

  constructor(options: EffectRunnerOptions) {
    this.#options = options;
  }

  async run(dispatches: readonly LegDispatch[], nowMs: number): Promise<void> {
    this.send(dispatches);
    const { name, session, settings, pairingSettings, alarmClock } = this.#options;
    const { engine, store } = session.open();
    const { state } = engine;
    const summary = summariseSession(name, state);
    const report = this.#statusReport.consider(summary, nowMs);
    const deadlines = [
      nextDeadlineAtMs(state, pairingSettings) ?? Number.POSITIVE_INFINITY,
      state.lastActivityAtMs + settings.retentionMs,
    ];
    if (typeof report === "object") deadlines.push(report.atMs);
    await alarmClock.ringBy(Math.min(...deadlines));
    if (report !== "now") return;
    try {
      await this.#options.directory().report(reportSession(name, state, store));
    } catch (error) {
      this.#statusReport.failed();
      this.#options.onReportFailed(error);
    }
  }

  /** Without looking after alarms and reports, which the next `run` does. */
  send(dispatches: readonly LegDispatch[]): void {
    this.sendToLegs(dispatches);
    this.#options.onChange();
  }

  /** For what changes nothing that others are told of, such as a keystroke. */
  sendToLegs(dispatches: readonly LegDispatch[]): void {
    for (const { holdId, message } of dispatches) this.#options.legs.send(holdId, message);
  }

  /** What was reported is not true any more. */
  forgetReport(): void {
    this.#statusReport.failed();
  }
}
