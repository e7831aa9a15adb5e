import { digestRequest, type MessageDigest } from "../../../src/core/digest";
import type { SideRequest } from "../../../src/core/leg";
import type { Message, Role } from "../../../src/core/message";
import type { ResponderKind, Seat, ToolDefinition, TurnRequest } from "../../../src/core/turn";
import { type ParsedMessage, parseResponderMessage } from "../../../src/pairing/command";
import type { RecordedFact, ReplyForm } from "../../../src/pairing/fact";
import {
  type IndexContent,
  type IndexRow,
  projectFact,
} from "../../../src/pairing/index-projection";
import type {
  ArrivingRequest,
  Effect,
  HistoryEntry,
  Input,
  PairingSettings,
  SessionReader,
} from "../../../src/pairing/input";
import { renderHelp, renderPrompt } from "../../../src/pairing/prompt";
import {
  createSessionState,
  type Claimant,
  type Notice,
  type SessionState,
} from "../../../src/pairing/state";
import { transition } from "../../../src/pairing/transition";

/** The memory of one session around the pure machine: what the Durable Object keeps in its store. */
export interface SentRequest {
  readonly from: string;
  readonly messages: readonly SentMessage[];
  readonly seat?: Seat | undefined;
  readonly system?: string | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly retryCount?: number | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly threadIds?: readonly string[] | undefined;
  readonly sideRequest?: SideRequest | undefined;
  /** Distinguishes bodies that differ in nothing that counts. */
  readonly bodySuffix?: string | undefined;
}

export interface SentMessage {
  readonly role: Exclude<Role, "system" | "developer">;
  readonly text: string;
  readonly toolCallIds?: readonly string[];
}

interface StoredRequest {
  readonly sent: SentRequest;
  readonly lastDigest: MessageDigest | null;
  readonly lastUserDigest: string | null;
}

interface StoredReply {
  readonly text: string | null;
  readonly toolCallIds: readonly string[];
}

export const SETTINGS: PairingSettings = {
  turnTimeoutMs: 3_600_000,
  sessionTimeoutMs: 3_600_000,
  openTurnsMax: 64,
  responderKind: "partner",
};

/** A text that begins so is not what any caller demands. */
export const WRONG_REPLY = "wrong:";

const FOUND_MAX = 16;

export class Shell {
  state: SessionState = createSessionState();
  readonly facts: RecordedFact[] = [];
  nowMs = 1_000_000;
  settings: PairingSettings = SETTINGS;
  /** The tools of the callers, for `/tool`: a name, and what is wrong with a call of it. */
  readonly toolProblems = new Map<string, string | null>();
  readonly #requests = new Map<string, StoredRequest>();
  readonly #prompts = new Map<number, string>();
  readonly #replies = new Map<number, StoredReply>();
  readonly #operatorTexts = new Map<string, string>();
  readonly #drafts = new Map<number, string>();
  readonly #rows = new Map<string, IndexRow[]>();
  #nextId = 1;

  createId(): string {
    this.#nextId += 1;
    return `h${this.#nextId}`;
  }

  dispatch(input: Input): readonly Effect[] {
    const next = transition(this.state, input, this.reader, this.settings);
    this.state = next.state;
    for (const recorded of next.facts) this.#store(recorded);
    return next.effects;
  }

  request(sent: SentRequest, holdId: string): readonly Effect[] {
    const request = toTurnRequest(sent);
    const body = JSON.stringify([sent.messages, sent.system, sent.tools, sent.bodySuffix]);
    const digests = digestRequest(request, hashText(body), hashText);
    const history = request.messages.flatMap((message, index): HistoryEntry[] => {
      const digest = digests.messages[index];
      return isConversation(message.role) && digest !== undefined
        ? [{ role: message.role, digest }]
        : [];
    });
    this.#requests.set(holdId, {
      sent,
      lastDigest: history.at(-1)?.role === "assistant" ? null : (history.at(-1)?.digest ?? null),
      lastUserDigest: history.findLast(({ role }) => role !== "assistant")?.digest.text ?? null,
    });
    const arriving: ArrivingRequest = {
      arrival: {
        holdId,
        atMs: this.nowMs,
        explicitSeat: sent.seat ?? null,
        identity: sent.from,
        rawDigest: digests.raw,
        canonicalDigest: digests.canonical,
        retryCount: sent.retryCount ?? 0,
        idempotencyKey: sent.idempotencyKey ?? null,
        threadIds: sent.threadIds ?? [],
        systemDigest: digests.system,
        toolsDigest: digests.tools,
        chainDigest: digests.chain.at(-1) ?? null,
      },
      history,
      chain: digests.chain,
      sideRequest: sent.sideRequest ?? null,
    };
    return this.dispatch({ type: "request", atMs: this.nowMs, request: arriving });
  }

  operatorReply(
    target: { readonly turnId: number } | { readonly holdId: string },
    text: string,
    form: ReplyForm = "text",
    claimant: Claimant | null = null,
  ): readonly Effect[] {
    const replyId = this.createId();
    this.#operatorTexts.set(replyId, text);
    const { nowMs: atMs } = this;
    return this.dispatch({ type: "operator-reply", atMs, replyId, target, form, claimant });
  }

  changeResponder(responderKind: ResponderKind): readonly Effect[] {
    return this.dispatch({ type: "change-responder", atMs: this.nowMs, responderKind });
  }

  /** PAIR-20: what the Durable Object does with a piece of a draft. False where the turn is another operator's, or over. */
  appendDraft(turnId: number, claimant: Claimant, text: string): boolean {
    this.dispatch({ type: "begin-reply", atMs: this.nowMs, turnId, claimant });
    const turn = this.state.turns[turnId];
    const isOwn = turn?.claimedBy?.operatorId === claimant.operatorId;
    if (turn?.isBegun !== true || turn.isAnswered || !isOwn) return false;
    this.#drafts.set(turnId, this.draftOf(turnId) + text);
    return true;
  }

  /** What was accepted of a reply that is being written. */
  draftOf(turnId: number): string {
    return this.#drafts.get(turnId) ?? "";
  }

  promptOf(turnId: number): string {
    return this.#prompts.get(turnId) ?? "";
  }

  replyOf(turnId: number): string {
    return this.#replies.get(turnId)?.text ?? "";
  }

  sentBy(holdId: string): SentRequest | undefined {
    return this.#requests.get(holdId)?.sent;
  }

  #store(recorded: RecordedFact): void {
    this.facts.push(recorded);
    const { fact } = recorded;
    if (fact.type === "turn-opened")
      this.#prompts.set(fact.turnId, this.#renderPrompt(fact.holdId));
    if (fact.type === "turn-answered" && !this.#replies.has(fact.turnId)) {
      this.#replies.set(
        fact.turnId,
        fact.source.kind === "operator"
          ? { text: this.#operatorTexts.get(fact.source.replyId) ?? "", toolCallIds: [] }
          : this.#partnerReply(fact.source.holdId, fact.turnId),
      );
    }
    for (const row of projectFact(fact, this.#content)) this.#addRow(row);
  }

  #addRow(row: IndexRow): void {
    const key = row.type === "minted" ? `minted:${row.id}` : `${row.type}:${row.textDigest}`;
    const rows = this.#rows.get(key);
    if (rows === undefined) this.#rows.set(key, [row]);
    else rows.unshift(row);
  }

  #renderPrompt(holdId: string): string {
    const messages = toTurnRequest(this.sentBy(holdId)).messages;
    const lastReply = messages.findLastIndex((message) => message.role === "assistant");
    return renderPrompt(messages.slice(lastReply + 1));
  }

  #partnerReply(holdId: string, turnId: number): StoredReply {
    const message = this.#parse(holdId);
    if (message.kind === "text") return { text: message.text, toolCallIds: [] };
    const { command } = message;
    if (command.name === "tool") {
      const toolCallIds = command.calls.map((_, index) =>
        index === 0 ? `call-${turnId}` : `call-${turnId}-${index + 1}`,
      );
      return { text: null, toolCallIds };
    }
    return { text: "text" in command ? command.text : "", toolCallIds: [] };
  }

  #parse(holdId: string): ParsedMessage {
    const last = this.sentBy(holdId)?.messages.at(-1);
    return parseResponderMessage(last?.role === "assistant" ? "" : (last?.text ?? ""));
  }

  readonly reader: SessionReader = {
    findDelivered: (digest) =>
      (this.#rows.get(`delivered:${digest}`) ?? [])
        .filter((row) => row.type === "delivered")
        .slice(0, FOUND_MAX),
    findReceived: (digest) =>
      (this.#rows.get(`received:${digest}`) ?? [])
        .filter((row) => row.type === "received")
        .slice(0, FOUND_MAX),
    findMinted: (id) =>
      this.#rows.get(`minted:${id}`)?.find((row) => row.type === "minted") ?? null,
    readMessage: (holdId) => {
      const message = this.#parse(holdId);
      return message.kind === "command"
        ? message
        : { kind: "text", isEmpty: message.text.trim() === "" };
    },
    checkReply: (_turnId, holdId) => {
      const message = this.#parse(holdId);
      if (message.kind === "text")
        return message.text.startsWith(WRONG_REPLY) ? "This was not demanded." : null;
      if (message.command.name !== "tool") return null;
      const problems = message.command.calls.map(({ toolName }) =>
        this.toolProblems.has(toolName)
          ? this.toolProblems.get(toolName)
          : `There is no tool ${toolName}.`,
      );
      return problems.find((problem) => typeof problem === "string") ?? null;
    },
  };

  readonly #content: IndexContent = {
    lastMessage: (holdId) => this.#requests.get(holdId)?.lastDigest ?? null,
    lastUserDigest: (holdId) => this.#requests.get(holdId)?.lastUserDigest ?? null,
    promptDigest: (turnId) => digestOfText(this.promptOf(turnId)),
    reply: (turnId) => {
      const reply = this.#replies.get(turnId);
      if (reply === undefined) return null;
      return { text: digestOfText(reply.text ?? ""), toolCallIds: reply.toolCallIds };
    },
    noticeDigest: (notice) => digestOfText(noticeText(notice)),
  };
}

export function noticeText(notice: Notice): string {
  switch (notice.kind) {
    case "help":
      return renderHelp(notice.turnId);
    case "context":
      return `context of turn ${notice.turnId}`;
    case "fault":
    case "side-answer":
      return notice.text;
  }
}

function toTurnRequest(sent: SentRequest | undefined): TurnRequest {
  const messages = (sent?.messages ?? []).map(toMessage);
  if (sent?.system !== undefined) {
    messages.unshift({ role: "system", parts: [{ type: "text", text: sent.system }] });
  }
  return {
    messages,
    tools: (sent?.tools ?? []).map((name): ToolDefinition => ({ name })),
    toolChoice: { type: "auto" },
    allowsParallelToolCalls: true,
    responseFormat: { type: "text" },
    parameters: {},
    unknownFields: {},
  };
}

function toMessage({ role, text, toolCallIds = [] }: SentMessage): Message {
  if (role === "tool") {
    return {
      role,
      parts: toolCallIds.map((toolCallId) => ({
        type: "tool-result",
        toolCallId,
        content: [{ type: "text", text }],
      })),
    };
  }
  const calls = toolCallIds.map(
    (toolCallId) => ({ type: "tool-call", toolCallId, toolName: "tool", input: "{}" }) as const,
  );
  return { role, parts: text === "" ? calls : [{ type: "text", text }, ...calls] };
}

function isConversation(role: Role): role is HistoryEntry["role"] {
  return role === "user" || role === "assistant" || role === "tool";
}

function digestOfText(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === "" ? null : hashText(trimmed);
}

/** Fast, and good enough for texts that no adversary chose: 53 bits. */
function hashText(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return `d${(4294967296 * (2097151 & low) + (high >>> 0)).toString(36)}`;
}
