import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { digestMessage, type MessageDigest, type RequestDigests } from "../../src/core/digest.ts";
import type { Message } from "../../src/core/message.ts";
import type { MigratedStorage } from "../../src/storage/migrations.ts";
import type { RequestRecord } from "../../src/storage/session-store.ts";
import { assistant, requestOf, user } from "../storage/request-samples.ts";
import { testHash } from "../storage/test-hash.ts";

const bindings = env as unknown as { SESSION: DurableObjectNamespace };

/** Runs a test inside a Durable Object of its own, whose storage is empty. */
export async function withStorage<T>(
  test: (storage: DurableObjectStorage) => T | Promise<T>,
): Promise<T> {
  const stub = bindings.SESSION.get(bindings.SESSION.newUniqueId());
  return runInDurableObject(stub, async (_instance, state) => test(state.storage));
}

/** A storage that keeps count of what is billed, and of the statements. */
export class CountingStorage {
  readonly #storage: DurableObjectStorage;
  #cursors: { readonly rowsRead: number; readonly rowsWritten: number }[] = [];
  readonly statements = new Set<string>();

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  get counted(): MigratedStorage {
    const { sql } = this.#storage;
    const exec = ((query: string, ...values: SqlStorageValue[]) => {
      const cursor = sql.exec(query, ...values);
      this.statements.add(query);
      this.#cursors.push(cursor);
      return cursor;
    }) as SqlStorage["exec"];
    const counted = {
      exec,
      get databaseSize() {
        return sql.databaseSize;
      },
    } as SqlStorage;
    return { sql: counted, transactionSync: (work) => this.#storage.transactionSync(work) };
  }

  /** What was read and written since the last call. */
  take(): { readonly statements: number; readonly rowsRead: number; readonly rowsWritten: number } {
    const cursors = this.#cursors;
    this.#cursors = [];
    return {
      statements: cursors.length,
      rowsRead: cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
      rowsWritten: cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
    };
  }
}

/** A conversation whose messages are all different, about 450 bytes each as JSON. */
export class SampleConversation {
  readonly messages: Message[] = [];
  readonly #name: string;
  readonly #digests: MessageDigest[] = [];
  readonly #chain: string[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  say(role: "user" | "assistant", text = this.#nextText()): string {
    const message = role === "user" ? user(text) : assistant(text);
    this.messages.push(message);
    this.#digests.push(digestMessage(message, testHash));
    this.#chain.push(testHash(`${this.#chain.at(-1) ?? ""}${text}`));
    return text;
  }

  /** The request that its client sends now, with its last `windowMessages`. */
  request(holdId: string, windowMessages = Infinity): RequestRecord {
    const start = Math.max(0, this.messages.length - windowMessages);
    const digests: RequestDigests = {
      raw: "",
      canonical: "",
      system: null,
      tools: null,
      messages: this.#digests.slice(start),
      // The links of a window are of its own.
      chain: this.#chain.slice(start).map((link) => `${link}${start}`),
    };
    return {
      holdId,
      atMs: 1,
      dialect: "openai-chat",
      isStream: true,
      request: requestOf(this.messages.slice(start)),
      digests,
    };
  }

  bytes(): number {
    return this.messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
  }

  #nextText(): string {
    const { length } = this.messages;
    return Array.from({ length: 14 }, (_, index) =>
      testHash(`${this.#name}:${length}:${index}`),
    ).join(" ");
  }
}
