import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A bare socket to a local server, for what no HTTP client would send. */
export interface RawConnection extends Disposable {
  readonly socket: Socket;
  send(text: string | Uint8Array): void;
  /** All bytes until the server ends the connection. */
  readonly answer: Promise<string>;
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => {});
  return {
    socket,
    send: (text) => void socket.write(text),
    answer: once(socket, "close").then(() => Buffer.concat(chunks).toString("utf8")),
    [Symbol.dispose]: () => socket.destroy(),
  };
}
