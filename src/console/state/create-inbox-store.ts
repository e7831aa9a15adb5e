import { computed } from "@preact/signals";
import { route } from "../shell/route";
import { BROWSER_ENVIRONMENT } from "../socket/browser-environment";
import { checkAccess } from "./http";
import { InboxStore } from "./inbox-store";
import { ownOperatorSecret } from "./operator-secret";
import { operatorName } from "./preferences";

/** Opens the list of all sessions that this browser may see. */
export function createInboxStore(): InboxStore {
  return new InboxStore({
    socketPath: "/console/inbox",
    environment: BROWSER_ENVIRONMENT,
    nowMs: () => Date.now(),
    operatorSecret: ownOperatorSecret,
    operatorName,
    sessionName: computed(() => (route.value.page === "session" ? route.value.sessionName : null)),
    mayRetry: () => checkAccess(),
  });
}
