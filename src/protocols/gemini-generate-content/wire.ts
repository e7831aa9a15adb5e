import { z } from "zod";

import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json";
import { anyObject } from "../shared/any-object";
import { listOf } from "../shared/list-of";
import { asList, camelKeys } from "./camel-keys";
import { MODALITIES, MODES, nameOfEnum } from "./enum-names";

/**
 * The body of `POST /v1beta/models/<model>:generateContent`, strict about what is used and tolerant about the rest. Contents are
 * read by `decode-contents.ts`, the only part of a body that grows with the conversation.
 *
 * @see https://ai.google.dev/api/generate-content (2026-11)
 */

/** Google's own limit for `candidateCount`. */
export const CANDIDATES_MAX = 8;

const flag = z.boolean().nullish();
const number = z.number().nullish();
const object = anyObject.nullish();

/** Wishes that reach the person as they are. Their ranges depend on a vendor's model, so only their types are checked. */
const shownConfig = {
  temperature: number,
  topP: number,
  topK: number,
  maxOutputTokens: z.int().nullish(),
  presencePenalty: number,
  frequencyPenalty: number,
  seed: number,
  mediaResolution: z.union([z.string(), z.int()]).nullish(),
  thinkingConfig: object,
  enableEnhancedCivicAnswers: flag,
  enableAffectiveDialog: flag,
  audioTimestamp: flag,
  audioTranscriptionConfig: object,
  translationConfig: object,
  routingConfig: object,
  modelSelectionConfig: object,
};

/** Asked for in vain here: `refused-parameters.ts` says why. */
const refusableConfig = {
  responseLogprobs: flag,
  logprobs: z.int().nullish(),
  responseModalities: listOf(z.string()).nullish(),
  speechConfig: z.unknown().optional(),
  imageConfig: z.unknown().optional(),
  generationOutputConfig: z.unknown().optional(),
};

const wireFormat = z.object({
  text: z.object({ mimeType: z.string().nullish(), schema: object }).nullish(),
  audio: z.unknown().optional(),
  image: z.unknown().optional(),
  video: z.unknown().optional(),
});

const wireConfig = z.object({
  ...shownConfig,
  ...refusableConfig,
  candidateCount: z.int().min(1).max(CANDIDATES_MAX).nullish(),
  stopSequences: z.unknown().optional(),
  responseMimeType: z.string().nullish(),
  responseSchema: object,
  responseJsonSchema: object,
  responseFormat: listOf(wireFormat).nullish(),
});
export type WireConfig = z.infer<typeof wireConfig>;

const wireDeclaration = z.object({
  name: z.string().min(1),
  description: z.string().nullish(),
  parameters: object,
  parametersJsonSchema: object,
});
export type WireDeclaration = z.infer<typeof wireDeclaration>;

const wireTool = z.looseObject({ functionDeclarations: listOf(wireDeclaration).nullish() });
export type WireTool = z.infer<typeof wireTool>;

const wireToolConfig = z.object({
  functionCallingConfig: z
    .object({
      mode: z.string().nullish(),
      allowedFunctionNames: listOf(z.string()).nullish(),
    })
    .nullish(),
  retrievalConfig: object,
  includeServerSideToolInvocations: flag,
});

const shownFields = {
  safetySettings: listOf(anyObject).nullish(),
  labels: object,
  store: flag,
  serviceTier: z.string().nullish(),
};

export const wireRequest = z.object({
  model: z.string(),
  ...shownFields,
  contents: z.unknown().optional(),
  systemInstruction: z.unknown().optional(),
  tools: listOf(wireTool).nullish(),
  toolConfig: wireToolConfig.nullish(),
  generationConfig: wireConfig.nullish(),
  cachedContent: z.unknown().optional(),
  continuationToken: z.unknown().optional(),
  modelArmorConfig: z.unknown().optional(),
});
export type WireRequest = z.infer<typeof wireRequest>;

export const SHOWN_FIELDS: readonly string[] = Object.keys(shownFields);
/** `candidateCount` and `stopSequences` are honoured, and shown because they change what arrives. */
export const SHOWN_CONFIG: readonly string[] = [
  ...Object.keys(shownConfig),
  "candidateCount",
  "stopSequences",
];
export const KNOWN_FIELDS: ReadonlySet<string> = new Set(Object.keys(wireRequest.shape));
export const KNOWN_CONFIG: ReadonlySet<string> = new Set(Object.keys(wireConfig.shape));

/** The body in one spelling, wherever the names are Google's and not the client's own. Wrong forms are left for the schema to refuse. */
export function normaliseBody(body: JsonObject): JsonObject {
  return mapFields(camelKeys(body), {
    tools: each((tool) => mapFields(camelKeys(tool), { functionDeclarations: each(camelKeys) })),
    toolConfig: one((config) =>
      mapFields(camelKeys(config), {
        functionCallingConfig: one((calling) =>
          mapFields(camelKeys(calling), { mode: (mode) => nameOfEnum(mode, MODES) }),
        ),
      }),
    ),
    generationConfig: one((config) =>
      mapFields(camelKeys(config), {
        responseModalities: readModalities,
        responseFormat: each((format) => mapFields(camelKeys(format), { text: one(camelKeys) })),
      }),
    ),
  });
}

function readModalities(value: JsonValue): JsonValue {
  const list = typeof value === "object" ? value : [value];
  if (!Array.isArray(list)) return value;
  return list.map((modality: JsonValue) => nameOfEnum(modality, MODALITIES));
}

type Mapper<T extends JsonValue> = (value: T) => JsonValue;

function mapFields(
  from: JsonObject,
  mappers: Readonly<Record<string, Mapper<JsonValue>>>,
): JsonObject {
  const mapped = Object.entries(mappers).flatMap(([name, mapper]): [string, JsonValue][] => {
    const value = from[name];
    return value === undefined ? [] : [[name, mapper(value)]];
  });
  return mapped.length === 0 ? from : { ...from, ...Object.fromEntries(mapped) };
}

function one(mapper: Mapper<JsonObject>): Mapper<JsonValue> {
  return (value) => (isJsonObject(value) ? mapper(value) : value);
}

function each(mapper: Mapper<JsonObject>): Mapper<JsonValue> {
  const mapItem = one(mapper);
  return (value) => {
    const list = asList(value);
    return Array.isArray(list) ? list.map((item) => mapItem(item as JsonValue)) : value;
  };
}
