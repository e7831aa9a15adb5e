import type { GenerateContentResponse } from "@google/genai";
import { z } from "zod";
import { anyObject } from "../any-object";

/**
 * What Google publishes for a response and its chunks, as strict schemas: a field that is not listed is a fault. The vendor's own
 * types check that nothing here is looser than they are.
 *
 * @see https://ai.google.dev/api/generate-content (2026-11)
 */

/** The vendor's type as JSON has it: its enumerations are strings. */
type Wire<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Key in keyof T]?: Wire<T[Key]> }
      : T;
type VendorResponse = Wire<GenerateContentResponse>;

const count = z.int().min(0);
const finishReason = z.enum(["STOP", "MAX_TOKENS", "SAFETY"]);

const part = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({
    functionCall: z.strictObject({
      id: z.string(),
      name: z.string(),
      args: anyObject,
    }),
  }),
]);

const candidate = z.strictObject({
  content: z.strictObject({ parts: z.array(part).min(1), role: z.literal("model") }),
  finishReason: finishReason.exactOptional(),
  index: count,
});

const usage = z.strictObject({
  promptTokenCount: count,
  candidatesTokenCount: count,
  totalTokenCount: count,
});

const head = {
  modelVersion: z.string(),
  createTime: z.iso.datetime(),
  responseId: z.string().min(1),
};

export const publishedChunk = z.strictObject({
  candidates: z.array(candidate).min(1),
  usageMetadata: usage.exactOptional(),
  ...head,
}) satisfies z.ZodType<VendorResponse>;
export type PublishedChunk = z.infer<typeof publishedChunk>;

export const publishedResponse = z.strictObject({
  candidates: z.array(candidate.extend({ finishReason })).min(1),
  usageMetadata: usage,
  ...head,
}) satisfies z.ZodType<VendorResponse>;

const detail = z.union([
  z.strictObject({
    "@type": z.literal("type.googleapis.com/google.rpc.ErrorInfo"),
    reason: z.string().regex(/^[A-Z][A-Z0-9_]+[A-Z0-9]$/),
    domain: z.literal("motive-proxy"),
  }),
  z.strictObject({
    "@type": z.literal("type.googleapis.com/google.rpc.BadRequest"),
    fieldViolations: z.array(z.strictObject({ field: z.string(), description: z.string() })).min(1),
  }),
  z.strictObject({
    "@type": z.literal("type.googleapis.com/google.rpc.RetryInfo"),
    retryDelay: z.string().regex(/^\d+s$/),
  }),
  z.strictObject({
    "@type": z.literal("type.googleapis.com/google.rpc.RequestInfo"),
    requestId: z.string().min(1),
  }),
]);

export const publishedError = z.strictObject({
  error: z.strictObject({
    code: z.int().min(400).max(599),
    message: z.string().min(1),
    status: z.string().regex(/^[A-Z_]+$/),
    details: z.array(detail),
  }),
});
