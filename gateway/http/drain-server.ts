import type { Server } from "node:http";
import { Server as NetServer } from "node:net";

/** Idle connections are kept this long, so that a request already on the wire is answered (with `Connection: close`). */
const IDLE_GRACE_MS = 150;

/** Stops accepting, lets requests in flight finish within the time given, then ends what is left. */
export async function drainServer(server: Server, timeoutMs: number): Promise<void> {
  if (!server.listening) return;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // http.Server#close would end idle connections at once and so reset requests that are just arriving.
  NetServer.prototype.close.call(server, () => resolve());
  const closeIdle = setTimeout(() => server.closeIdleConnections(), IDLE_GRACE_MS);
  const closeAll = setTimeout(() => server.closeAllConnections(), Math.max(timeoutMs, IDLE_GRACE_MS));
  await closed;
  clearTimeout(closeIdle);
  clearTimeout(closeAll);
  // Ends the check for slow connections, which would keep the process alive.
  server.close();
}
