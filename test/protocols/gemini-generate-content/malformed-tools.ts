import type { MalformedInput } from "../codec.conformance";
import { MISSING, withFields, withFunctions } from "./faulty-body";

const DECLARATION = "tools[0].functionDeclarations[0]";
const CHOICE = "toolConfig.functionCallingConfig";

export const malformedTools: readonly MalformedInput[] = [
  {
    title: "tools that are a text",
    body: withFields({ tools: "search" }),
    code: "invalid_type",
    param: "tools",
  },
  {
    title: "a function without a name",
    body: withFunctions([{ description: "F" }]),
    code: MISSING,
    param: `${DECLARATION}.name`,
  },
  {
    title: "a function with an empty name",
    body: withFunctions([{ name: "" }]),
    code: "empty_string",
    param: `${DECLARATION}.name`,
  },
  {
    title: "parameters that are a list",
    body: withFunctions([{ name: "f", parameters: [] }]),
    code: "invalid_type",
    param: `${DECLARATION}.parameters`,
    says: "an object, but got an array",
  },
  {
    title: "parameters in both forms",
    body: withFunctions([{ name: "f", parameters: {}, parameters_json_schema: {} }]),
    code: "invalid_value",
    param: `${DECLARATION}.parametersJsonSchema`,
  },
  {
    title: "more functions than anyone needs",
    body: withFunctions(Array.from({ length: 513 }, (_, index) => ({ name: `f${index}` }))),
    code: "array_above_max_length",
    param: "tools",
  },
  ...["fileSearch", "retrieval", "computerUse", "mcpServers", "mindReading"].map((name) => ({
    title: `the tool ${name} and names it`,
    body: withFields({ tools: [{}, { [name]: {} }] }),
    code: "unsupported_parameter",
    param: `tools[1].${name}`,
  })),
  {
    title: "a mode that is unknown",
    body: withFunctions([{ name: "f" }], { mode: "SOMETIMES" }),
    code: "invalid_value",
    param: `${CHOICE}.mode`,
    says: "'VALIDATED'",
  },
  {
    title: "a demand for functions where there are none",
    body: withFields({ toolConfig: { functionCallingConfig: { mode: "ANY" } } }),
    code: "invalid_value",
    param: `${CHOICE}.mode`,
  },
  {
    title: "an allowed function that is not declared",
    body: withFunctions([{ name: "f" }], { mode: "ANY", allowedFunctionNames: ["g"] }),
    code: "invalid_value",
    param: `${CHOICE}.allowedFunctionNames`,
    says: "'g'",
  },
  {
    title: "allowed functions where none is demanded",
    body: withFunctions([{ name: "f" }], { mode: "AUTO", allowedFunctionNames: ["f"] }),
    code: "invalid_value",
    param: `${CHOICE}.allowedFunctionNames`,
    says: "'ANY'",
  },
  {
    title: "a functionCallingConfig that is a list",
    body: withFields({ toolConfig: { functionCallingConfig: [] } }),
    code: "invalid_type",
    param: CHOICE,
  },
];
