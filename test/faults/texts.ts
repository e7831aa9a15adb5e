import type { ConversationPlan } from "./schedule.ts";

export interface ExpectedTurn {
  readonly prompt: string;
  readonly reply: string;
}

/** Every text is said once in all conversations, and a reply names the prompt that it answers. */
export function expectedTurns(plan: ConversationPlan, session: string): readonly ExpectedTurn[] {
  return plan.turns.map(({ replyChars }, index) => {
    const prompt = `Question ${index + 1} of ${session}?`;
    return { prompt, reply: replyTo(prompt, replyChars) };
  });
}

export function handshakeOf(session: string): string {
  return `Hello, this is the responder of ${session}.`;
}

/** What is said to something that was never asked must still be recognised as that. */
export function replyOf(expected: readonly ExpectedTurn[], prompt: string): string {
  return expected.find((turn) => turn.prompt === prompt)?.reply ?? replyTo(prompt, 0);
}

function replyTo(prompt: string, chars: number): string {
  return `The answer to "${prompt}" ${"is this. ".repeat(chars / 9)}`.trimEnd();
}
