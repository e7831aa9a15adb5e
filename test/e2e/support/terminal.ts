import { spawn, type ChildProcess } from "node:child_process";
import { signalGroup } from "./processes.ts";

/** A shell that is typed into: bash, without the settings of whoever runs the tests. */
export class Terminal {
  readonly #shell: ChildProcess;
  #output = "";
  #shownUntil = 0;
  #linesTyped = 0;

  constructor() {
    this.#shell = spawn("bash", ["--noprofile", "--norc"], {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.#shell.stdout, this.#shell.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (text: string) => (this.#output += text));
    }
  }

  /** Everything that it has shown. */
  get output(): string {
    return this.#output;
  }

  /** True while the commands that were typed last still run. */
  get isBusy(): boolean {
    return this.#linesTyped > 0 && !this.#output.includes(this.#mark());
  }

  /** Types commands. What the terminal showed before them no longer counts as news. */
  type(commands: string): void {
    this.#shownUntil = this.#output.length;
    this.#linesTyped += 1;
    this.#shell.stdin?.write(`${commands.trimEnd()}\necho; echo '${this.#mark()}'\n`);
  }

  /** Whether the commands that were typed last have shown a text, and have ended. */
  hasShown(text: string): boolean {
    return !this.isBusy && this.#output.slice(this.#shownUntil).includes(text);
  }

  close(): void {
    if (this.#shell.pid !== undefined) signalGroup(this.#shell.pid, "SIGKILL");
  }

  #mark(): string {
    return `[typed ${this.#linesTyped}]`;
  }
}
