import { createApp } from "./app";

export default createApp();

export { Directory } from "../directory/directory-object";
export { Session } from "../session/session-object";
