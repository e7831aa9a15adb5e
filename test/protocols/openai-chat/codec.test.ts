import { openAiChat } from "../../../src/protocols/openai-chat";
import { describeCodec } from "../codec.conformance";
import { openAiChatFixtures } from "./fixtures";

describeCodec({ codec: openAiChat, fixtures: openAiChatFixtures });
