import { lazy } from "../shell/lazy";

/** Nobody needs them for the first view. */
export const OpenByName = lazy(async () => (await import("./dialogs/open-by-name")).OpenByName);
export const RowMenu = lazy(async () => (await import("./dialogs/row-menu")).RowMenu);
export const DeleteSession = lazy(
  async () => (await import("./dialogs/delete-session")).DeleteSession,
);
