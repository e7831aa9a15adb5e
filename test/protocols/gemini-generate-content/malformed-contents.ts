import type { MalformedInput } from "../codec.conformance";
import { MISSING, withContent, withPart } from "./faulty-body";

const PART = "contents[1].parts[1]";

export const malformedContents: readonly MalformedInput[] = [
  {
    title: "a content that is a text",
    body: withContent("Hi"),
    code: "invalid_type",
    param: "contents[1]",
  },
  {
    title: "a role that is unknown",
    body: withContent({ role: "assistant", parts: [{ text: "Hi" }] }),
    code: "invalid_value",
    param: "contents[1].role",
    says: "got 'assistant'. Supported values: 'user', 'model'",
  },
  {
    title: "a role that is a number",
    body: withContent({ role: 1, parts: [] }),
    code: "invalid_type",
    param: "contents[1].role",
  },
  {
    title: "a user's content without parts",
    body: withContent({ role: "user" }),
    code: "empty_array",
    param: "contents[1].parts",
  },
  {
    title: "parts that are a text",
    body: withContent({ parts: "Hi" }),
    code: "invalid_type",
    param: "contents[1].parts",
  },
  { title: "a part that is a text", body: withPart("Hi"), code: "invalid_type", param: PART },
  {
    title: "a part without a content",
    body: withPart({ partMetadata: {} }),
    code: "invalid_value",
    param: PART,
    says: "one of 'text', 'inlineData', 'fileData', 'functionCall'",
  },
  {
    title: "a part with two contents",
    body: withPart({ text: "Hi", inline_data: { mime_type: "image/png", data: "AA==" } }),
    code: "invalid_value",
    param: PART,
    says: "'text', 'inlineData'",
  },
  {
    title: "a text that is a number",
    body: withPart({ text: 1 }),
    code: "invalid_type",
    param: `${PART}.text`,
  },
  {
    title: "inlineData that is a text",
    body: withPart({ inlineData: "AA==" }),
    code: "invalid_type",
    param: `${PART}.inlineData`,
  },
  {
    title: "inlineData without a media type",
    body: withPart({ inlineData: { data: "AA==" } }),
    code: MISSING,
    param: `${PART}.inlineData.mimeType`,
  },
  {
    title: "inlineData without data",
    body: withPart({ inlineData: { mimeType: "image/png" } }),
    code: MISSING,
    param: `${PART}.inlineData.data`,
  },
  {
    title: "fileData without a URI",
    body: withPart({ fileData: { mimeType: "image/png" } }),
    code: MISSING,
    param: `${PART}.fileData.fileUri`,
  },
  {
    title: "a functionCall without a name",
    body: withPart({ functionCall: { args: {} } }),
    code: MISSING,
    param: `${PART}.functionCall.name`,
  },
  {
    title: "a functionCall with its arguments as text",
    body: withPart({ functionCall: { name: "f", args: "{}" } }),
    code: "invalid_type",
    param: `${PART}.functionCall.args`,
    says: "an object, but got a string",
  },
  {
    title: "a functionResponse without a name",
    body: withPart({ functionResponse: { response: {} } }),
    code: MISSING,
    param: `${PART}.functionResponse.name`,
  },
  {
    title: "a functionResponse that is a text",
    body: withPart({ functionResponse: { name: "f", response: "42" } }),
    code: "invalid_type",
    param: `${PART}.functionResponse.response`,
  },
  {
    title: "a functionResponse with a part without data",
    body: withPart({ functionResponse: { name: "f", response: {}, parts: [{ text: "Hi" }] } }),
    code: MISSING,
    param: `${PART}.functionResponse.parts[0].inlineData`,
  },
  {
    title: "executableCode without its code",
    body: withPart({ executableCode: { language: "PYTHON" } }),
    code: MISSING,
    param: `${PART}.executableCode.code`,
  },
];
