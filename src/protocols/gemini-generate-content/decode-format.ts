import type { ApiError } from "../../core/api-error";
import type { JsonObject } from "../../core/json";
import { fail, succeed, type Result } from "../../core/result";
import type { ResponseFormat } from "../../core/turn";
import { invalidChoice, invalidValue } from "../shared/wire-issue";
import { toJsonSchema } from "./decode-schema";
import type { WireConfig } from "./wire";

const PATH = "generationConfig";

const JSON_TYPE = "application/json";
const TEXT_TYPE = "text/plain";
const ENUM_TYPE = "text/x.enum";

export interface DecodedFormat {
  readonly responseFormat: ResponseFormat;
  /** What the neutral format has no word for, to be shown. */
  readonly shown: JsonObject;
}

/** The form of the reply, as a media type with a schema or as the newer `responseFormat`. */
export function decodeFormat(config: WireConfig): Result<DecodedFormat, ApiError> {
  const wanted = readWanted(config);
  if (!wanted.ok) return wanted;
  const { mimeType, param, schema } = wanted.value;
  switch (mimeType?.toLowerCase().replace("_", "/")) {
    case undefined:
      return succeed(schema === undefined ? text() : json(schema));
    case JSON_TYPE:
      return succeed(json(schema));
    case TEXT_TYPE:
      if (schema === undefined) return succeed(text());
      return fail(
        invalidValue(param, `a schema needs '${JSON_TYPE}' or '${ENUM_TYPE}', not '${TEXT_TYPE}'.`),
      );
    case ENUM_TYPE:
      // The bare word, without JSON's quotation marks: a text, of which the person is told what it may be.
      return succeed({
        ...text(),
        shown: {
          responseMimeType: ENUM_TYPE,
          ...(schema === undefined ? {} : { responseSchema: schema }),
        },
      });
    default:
      return fail(invalidChoice(param, [TEXT_TYPE, JSON_TYPE, ENUM_TYPE], mimeType ?? ""));
  }
}

interface Wanted {
  readonly mimeType: string | undefined;
  /** Where the media type stands. */
  readonly param: string;
  readonly schema: JsonObject | undefined;
}

function readWanted(config: WireConfig): Result<Wanted, ApiError> {
  const index = config.responseFormat?.findIndex(({ text: format }) => isGiven(format)) ?? -1;
  const format = config.responseFormat?.[index]?.text;
  const schemas = [
    ["responseSchema", isGiven(config.responseSchema) ? toJsonSchema(config.responseSchema) : null],
    ["responseJsonSchema", config.responseJsonSchema],
    [`responseFormat[${index}].text.schema`, format?.schema],
  ] as const;
  const given = schemas.flatMap(([name, schema]) => (isGiven(schema) ? [{ name, schema }] : []));
  const [first, second] = given;
  if (first !== undefined && second !== undefined) {
    const sentence = `'${first.name}' and '${second.name}' cannot be given together.`;
    return fail(invalidValue(`${PATH}.${second.name}`, sentence));
  }
  const isOld = isGiven(config.responseMimeType);
  return succeed({
    mimeType: config.responseMimeType ?? format?.mimeType ?? undefined,
    param: `${PATH}.${isOld ? "responseMimeType" : `responseFormat[${index}].text.mimeType`}`,
    schema: first?.schema,
  });
}

function text(): DecodedFormat {
  return { responseFormat: { type: "text" }, shown: {} };
}

/** Without a schema, Google's JSON may be any value: the common wish is a list. */
function json(schema: JsonObject | undefined): DecodedFormat {
  const title = schema?.["title"];
  const name = typeof title === "string" && /^[\w-]{1,64}$/.test(title) ? title : "response";
  return {
    responseFormat: {
      type: "json-schema",
      name,
      ...(schema === undefined ? {} : { schema }),
    },
    shown: {},
  };
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== undefined && value !== null;
}
