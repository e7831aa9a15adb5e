import { ollamaChat } from "../../../src/protocols/ollama-chat";
import { describeCodec } from "../codec.conformance";
import { ollamaChatFixtures } from "./fixtures";

describeCodec({ codec: ollamaChat, fixtures: ollamaChatFixtures });
