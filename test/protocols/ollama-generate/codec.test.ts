import { ollamaGenerate } from "../../../src/protocols/ollama-generate";
import { describeCodec } from "../codec.conformance";
import { ollamaGenerateFixtures } from "./fixtures";

describeCodec({ codec: ollamaGenerate, fixtures: ollamaGenerateFixtures });
