import { openAiResponses } from "../../../src/protocols/openai-responses";
import { describeCodec } from "../codec.conformance";
import { openAiResponsesFixtures } from "./fixtures";

describeCodec({ codec: openAiResponses, fixtures: openAiResponsesFixtures });
