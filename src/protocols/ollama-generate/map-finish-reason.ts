export { mapFinishReason } from "../shared/ollama-response";
