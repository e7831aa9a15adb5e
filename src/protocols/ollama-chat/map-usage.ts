export { mapUsage } from "../shared/ollama-response";
