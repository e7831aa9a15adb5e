import { anthropicMessages } from "../../../src/protocols/anthropic-messages";
import { describeCodec } from "../codec.conformance";
import { anthropicMessagesFixtures } from "./fixtures";

describeCodec({ codec: anthropicMessages, fixtures: anthropicMessagesFixtures });
