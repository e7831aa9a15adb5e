// Loaded into wrangler's process. It ends wrangler and its workerd when `npm start` is gone without
// having been able to do so itself, as after SIGKILL.
import { descendants, signalAll } from "./processes.mjs";

process.on("disconnect", () => {
  signalAll(descendants(process.pid), "SIGKILL");
  process.exit(0);
});
process.channel?.unref();
