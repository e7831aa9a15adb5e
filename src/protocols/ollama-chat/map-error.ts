export { encodeError, encodeErrorBody } from "../shared/ollama-error";
