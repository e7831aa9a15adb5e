import { loadMessages } from "./i18n/use-messages";
import { takeAddressToken } from "./join/address-token";

takeAddressToken();

/** In both languages, as neither is there. */
const LOAD_FAILED =
  "The page could not be loaded. Reload it. / ページを読み込めませんでした。再読み込みしてください。";

const root = document.getElementById("root");
if (root !== null) {
  try {
    // Side by side, so that the language costs no round trip of its own.
    const [{ startApp }] = await Promise.all([import("./app"), loadMessages()]);
    startApp(root);
  } catch (error) {
    root.textContent = LOAD_FAILED;
    throw error;
  }
}
