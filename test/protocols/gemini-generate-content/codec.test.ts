import { geminiGenerateContent } from "../../../src/protocols/gemini-generate-content";
import { describeCodec } from "../codec.conformance";
import { geminiArrayFixtures, geminiFixtures } from "./fixtures";

describeCodec({ codec: geminiGenerateContent, fixtures: geminiFixtures });

describeCodec({
  codec: { ...geminiGenerateContent, id: "gemini-generate-content as a JSON array" },
  fixtures: geminiArrayFixtures,
});
