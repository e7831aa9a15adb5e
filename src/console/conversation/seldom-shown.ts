// One file for the bundler: in files of their own they would share what shows JSON, and every page would load that.
export { ToolCall, ToolResult } from "./tool-part-views";
export { TurnDetails } from "./turn-details";
