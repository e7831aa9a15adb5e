import { openAiCompletions } from "../../../src/protocols/openai-completions";
import { describeCodec } from "../codec.conformance";
import { openAiCompletionsFixtures } from "./fixtures";

describeCodec({ codec: openAiCompletions, fixtures: openAiCompletionsFixtures });
