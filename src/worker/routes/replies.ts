import { z } from "zod";
import { invalidRequest, kindOfStatus, type ApiError } from "../../core/api-error";
import { DELIVERY_LIMITS, type ReplyDelivery } from "../../core/reply-delivery";
import type { ReplyPart } from "../../core/turn";
import type { TurnError } from "../../core/turn-error";
import type { ReplyPlace } from "../../session/reply-fault";
import type { OperatorAnswer, OperatorProblem } from "../../session/session-api";
import { settingsOf, type AppContext } from "../app-types";
import { errorResponse, notFound } from "../error-response";
import { readJsonWith } from "../read-json";
import { sessionOfPath } from "../session-of-path";

const toolCall = z.strictObject({
  name: z.string().min(1),
  /** As an object, or as the JSON text that goes to the caller byte for byte. */
  arguments: z.union([z.record(z.string(), z.json()), z.string()]),
  id: z.string().min(1).optional(),
});

const RETRY_AFTER_SECONDS_MAX = 86_400;

const error = z.strictObject({
  status: z.int().min(400).max(599).default(400),
  message: z.string().min(1),
  /** Seconds; sent as `Retry-After`. */
  retry_after: z.int().min(0).max(RETRY_AFTER_SECONDS_MAX).optional(),
});

const { delayMsMax, firstTokenDelayMsMax, tokensPerSecondMin, tokensPerSecondMax } =
  DELIVERY_LIMITS;

const pace = z.strictObject({
  first_token_delay_ms: z.number().min(0).max(firstTokenDelayMsMax).default(0),
  tokens_per_second: z
    .number()
    .min(tokensPerSecondMin)
    .max(tokensPerSecondMax)
    .nullable()
    .default(null),
  jitter: z.number().min(0).max(1).default(0),
});

/** How a reply goes out that is not to be there at once, and whole. */
const delivery = z.strictObject({
  delay_ms: z.number().min(0).max(delayMsMax).default(0),
  pace: pace.nullable().default(null),
  /** UTF-16 units of the text; then the connection breaks. */
  cut_after_chars: z.int().min(0).nullable().default(null),
});

/** A reply is one of these; a text may come with tool calls, as models send both. */
const CONTENT_KEYS = ["text", "refusal", "tool_calls", "error"] as const;

const FINISH_REASONS = {
  stop: "stop",
  length: "length",
  content_filter: "content-filter",
} as const;

const replyBody = z
  .strictObject({
    turn: z.int().min(0).optional(),
    hold: z.string().min(1).optional(),
    reply_id: z.string().min(1).max(256).optional(),
    text: z.string().optional(),
    refusal: z.string().min(1).optional(),
    tool_calls: z.array(toolCall).min(1).optional(),
    error: error.optional(),
    delivery: delivery.optional(),
    /** Why the reply ends here; the calls of a whole reply are a reason of their own. */
    finish_reason: z.enum(["stop", "length", "content_filter"]).optional(),
    /** Sends what the caller did not demand, such as broken JSON. */
    unchecked: z.boolean().default(false),
  })
  .refine(
    (body) => body.turn === undefined || body.hold === undefined,
    "Give `turn` or `hold`, not both.",
  )
  .refine(
    (body) => {
      const given = CONTENT_KEYS.filter((key) => body[key] !== undefined).join();
      return given === "text,tool_calls" || (given !== "" && !given.includes(","));
    },
    `Give exactly one of ${CONTENT_KEYS.map((key) => `\`${key}\``).join(", ")}, or \`text\` and \`tool_calls\`.`,
  )
  .refine((body) => body.error === undefined || body.finish_reason === undefined, {
    message: "An `error` has no `finish_reason`.",
    path: ["finish_reason"],
  })
  .refine(
    ({ error: failure, delivery: way }) =>
      failure === undefined ||
      ((way?.pace ?? null) === null && (way?.cut_after_chars ?? null) === null),
    {
      message: "An `error` may be late, but has no `pace` and no `cut_after_chars`.",
      path: ["delivery"],
    },
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
    ...(body.value.delivery === undefined ? {} : { delivery: deliveryOf(body.value.delivery) }),
    ...(body.value.unchecked ? { isUnchecked: true } : {}),
  });
  if (!answered.ok) return errorResponse(context, errorOfProblem(answered.error));
  return context.json({ turn: answered.value.turnId, reply_id: replyId });
}

function targetOf(body: ReplyBody): OperatorAnswer["target"] {
  if (body.turn !== undefined) return { turnId: body.turn };
  return body.hold === undefined ? "oldest" : { holdId: body.hold };
}

function contentOf(body: ReplyBody): OperatorAnswer["content"] {
  if (body.error !== undefined) return { error: errorOf(body.error) };
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
  const end = FINISH_REASONS[body.finish_reason ?? "stop"];
  const finishReason = end === "stop" && body.tool_calls !== undefined ? "tool-calls" : end;
  return { reply: { parts, finishReason } };
}

function errorOf({ status, message, retry_after }: z.infer<typeof error>): TurnError {
  return {
    reason: "responder_error",
    status,
    message,
    ...(retry_after === undefined ? {} : { retryAfterSeconds: retry_after }),
  };
}

function deliveryOf(way: z.infer<typeof delivery>): ReplyDelivery {
  return {
    delayMs: way.delay_ms,
    pace:
      way.pace === null
        ? null
        : {
            firstTokenDelayMs: way.pace.first_token_delay_ms,
            tokensPerSecond: way.pace.tokens_per_second,
            jitter: way.pace.jitter,
          },
    cutAfterChars: way.cut_after_chars,
  };
}

function errorOfProblem(problem: OperatorProblem): ApiError {
  switch (problem.reason) {
    case "reply-rejected": {
      const message = `The reply was not sent. ${problem.detail}\n\nThe caller waits on. With "unchecked": true the reply is sent as it is.`;
      return invalidRequest("reply_rejected", message, paramOfPlace(problem.place));
    }
    case "no-such-turn":
      return notFound(
        "turn_not_found",
        "No such turn waits for an answer in this session.",
        "turn",
      );
    case "already-answered":
      return conflict("already_answered", "This turn has been answered already.", "turn");
    case "claimed":
      return conflict("claimed", `${problem.claimedBy.name} is answering this turn.`, "turn");
    case "differs-from-draft": {
      const { length } = problem.acceptedText;
      const message = `The reply was not sent. An operator has begun to answer this turn, and its caller has ${length} characters already; the text must begin with them. An \`error\` ends the reply where it is.`;
      return conflict("differs_from_draft", message, "text");
    }
  }
}

function conflict(code: string, message: string, param: string): ApiError {
  return { kind: kindOfStatus(409), status: 409, code, message, param };
}

function paramOfPlace(place: ReplyPlace): string {
  switch (place.kind) {
    case "text":
      return "text";
    case "tool-calls":
      return "tool_calls";
    case "tool-call":
      return `tool_calls[${place.index}].${place.part === "name" ? "name" : "arguments"}`;
  }
}
