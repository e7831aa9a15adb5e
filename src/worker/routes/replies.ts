import { z } from "zod";
import { kindOfStatus, type ApiError } from "../../core/api-error";
import type { ReplyPart } from "../../core/turn";
import type { OperatorAnswer, OperatorProblem } from "../../session/session-api";
import { settingsOf, type AppContext } from "../app-types";
import { errorResponse, notFound } from "../error-response";
import { readJsonWith } from "../read-json";
import { sessionOfPath } from "../session-of-path";

const toolCall = z.strictObject({
  name: z.string().min(1),
  /** As an object, or as the JSON text that goes to the caller byte for byte. */
  arguments: z.union([z.record(z.string(), z.json()), z.string().refine(isJson, "must be JSON")]),
  id: z.string().min(1).optional(),
});

const CONTENT_KEYS = ["text", "refusal", "tool_calls", "error"] as const;

const replyBody = z
  .strictObject({
    turn: z.int().min(0).optional(),
    hold: z.string().min(1).optional(),
    reply_id: z.string().min(1).max(256).optional(),
    text: z.string().min(1).optional(),
    refusal: z.string().min(1).optional(),
    tool_calls: z.array(toolCall).min(1).optional(),
    error: z
      .strictObject({ status: z.int().min(400).max(599).default(400), message: z.string().min(1) })
      .optional(),
  })
  .refine(
    (body) => body.turn === undefined || body.hold === undefined,
    "Give `turn` or `hold`, not both.",
  )
  .refine(
    (body) => CONTENT_KEYS.filter((key) => body[key] !== undefined).length === 1,
    `Give exactly one of ${CONTENT_KEYS.map((key) => `\`${key}\``).join(", ")}.`,
  );

type ReplyBody = z.infer<typeof replyBody>;

/** An operator's answer: to a turn, to a hold that has no seat yet, or to the turn that waits longest. */
export async function postReply(context: AppContext): Promise<Response> {
  const session = sessionOfPath(context);
  if (!session.ok) return errorResponse(context, session.error);
  const body = await readJsonWith(replyBody, context.req.raw, settingsOf(context).bodyBytesMax);
  if (!body.ok) return errorResponse(context, body.error);
  const replyId = body.value.reply_id ?? crypto.randomUUID();
  const answered = await session.value.stub.answerAsOperator({
    replyId,
    target: targetOf(body.value),
    content: contentOf(body.value),
  });
  if (!answered.ok) return errorResponse(context, errorOfProblem(answered.error));
  return context.json({ turn: answered.value.turnId, reply_id: replyId });
}

function targetOf(body: ReplyBody): OperatorAnswer["target"] {
  if (body.turn !== undefined) return { turnId: body.turn };
  return body.hold === undefined ? "oldest" : { holdId: body.hold };
}

function contentOf(body: ReplyBody): OperatorAnswer["content"] {
  if (body.error !== undefined) return { error: { reason: "responder_error", ...body.error } };
  const parts: ReplyPart[] = [];
  if (body.text !== undefined) parts.push({ type: "text", text: body.text });
  if (body.refusal !== undefined) parts.push({ type: "refusal", text: body.refusal });
  for (const call of body.tool_calls ?? []) {
    parts.push({
      type: "tool-call",
      toolCallId: call.id ?? `call_${crypto.randomUUID().replaceAll("-", "")}`,
      toolName: call.name,
      input: typeof call.arguments === "string" ? call.arguments : JSON.stringify(call.arguments),
    });
  }
  return { reply: { parts, finishReason: body.tool_calls === undefined ? "stop" : "tool-calls" } };
}

function errorOfProblem({ reason }: OperatorProblem): ApiError {
  switch (reason) {
    case "no-such-turn":
      return notFound(
        "turn_not_found",
        "No such turn waits for an answer in this session.",
        "turn",
      );
    case "already-answered": {
      const message = "This turn has been answered already.";
      return {
        kind: kindOfStatus(409),
        status: 409,
        code: "already_answered",
        message,
        param: "turn",
      };
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What is wrong with it is the caller's to find.
    return false;
  }
}
