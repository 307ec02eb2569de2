import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What the upstream answers; it may also hang or break the connection (see upstream-faults.ts). */
export type UpstreamHandler = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** Epoch milliseconds on the real clock. */
  readonly receivedAt: number;
}

/** A real HTTP server on 127.0.0.1; `await using` closes it with every socket. */
export interface TestUpstream extends AsyncDisposable {
  /** "http://127.0.0.1:PORT", without a trailing slash. */
  readonly url: string;
  readonly host: string;
  readonly requests: readonly ReceivedRequest[];
  readonly openSockets: number;
  /** The most sockets that were open at once. */
  readonly maxSockets: number;
  /** From now on answers this way. */
  answer(handler: UpstreamHandler): void;
  /** Resolves once that many requests have arrived in all. */
  received(count: number): Promise<void>;
  /** Resolves once every socket is closed. */
  quiet(): Promise<void>;
  /** Empties the list of requests. */
  forget(): void;
  /** Refuses connections, and cuts those that are open, until `listenAgain`. */
  stopListening(): Promise<void>;
  /** On the same port as before. */
  listenAgain(): Promise<void>;
}

/** Starts an upstream that answers by `handler`. */
export async function startUpstream(handler: UpstreamHandler): Promise<TestUpstream> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const changed = new EventTarget();
  const note = () => changed.dispatchEvent(new Event("change"));
  let current = handler;
  let maxSockets = 0;
  const server = createServer(async (message, response) => {
    const request = await receive(message);
    requests.push(request);
    note();
    await current(request, response);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    maxSockets = Math.max(maxSockets, sockets.size);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      note();
    });
  });
  const port = await listen(server);
  const host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    get openSockets() {
      return sockets.size;
    },
    get maxSockets() {
      return maxSockets;
    },
    answer: (next) => {
      current = next;
    },
    received: (count) => until(changed, () => requests.length >= count),
    quiet: () => until(changed, () => sockets.size === 0),
    forget: () => {
      requests.length = 0;
    },
    stopListening: () => close(server, sockets),
    listenAgain: async () => void (await listen(server, port)),
    [Symbol.asyncDispose]: () => close(server, sockets),
  };
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { method = "", url = "", headers } = message;
  return { method, path: url, headers, body: Buffer.concat(chunks), receivedAt: Date.now() };
}

function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function until(changed: EventTarget, isDue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isDue()) return;
      changed.removeEventListener("change", check);
      resolve();
    };
    changed.addEventListener("change", check);
    check();
  });
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
