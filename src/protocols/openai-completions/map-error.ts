export { encodeError, encodeErrorBody } from "../shared/openai-error";
