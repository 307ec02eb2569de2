import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { type AnswerListener, AnswerReader } from "./answer-reader.ts";

const CONNECT_TIMEOUT_MS = 2_000;
/** What has come, on whichever line: it is read in the turn in which it comes, and nothing of it is kept. */
const RECEIVED = Buffer.allocUnsafeSlow(65_536);

/** A whole question; text of ASCII alone is cheaper sent as "latin1". */
export interface QuestionText {
  readonly text: string;
  readonly encoding: "latin1" | "utf8";
}

/** One question: told of its answer and, once, that this is whole or that the line broke. */
export interface LineUser extends AnswerListener {
  /** Nobody waits for it any more. */
  readonly isOver: boolean;
  /** The line that it is on, to be closed when the rest is not wanted. */
  line: Line | null;
  onWhole(): void;
  /** `isLost`: the other end closed the line before the first byte of an answer. */
  onBroken(error: Error, isLost: boolean): void;
}

export interface LineTarget {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  /** How its name is resolved, where not every address is allowed. */
  readonly lookup?: LookupFunction | undefined;
  /** Of the last TLS connection: the next one is made with less. */
  session?: Buffer;
}

/** One connection, for one question at a time; `ended` is called after each. */
export class Line {
  readonly #socket: Socket;
  readonly #ended: (line: Line) => void;
  #user: LineUser | null = null;
  #reader: AnswerReader | null = null;
  #isUnread = true;
  /** When it was last given back. */
  freeSince = 0;

  constructor(target: LineTarget, ended: (line: Line) => void) {
    this.#ended = ended;
    const socket = target.isSecure ? openSecure(target) : this.#openPlain(target);
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => this.#break(new Error("no connection in time"), false));
    socket.once(target.isSecure ? "secureConnect" : "connect", () => socket.setTimeout(0));
    if (target.isSecure) socket.on("data", (bytes: Buffer) => this.#take(bytes));
    socket.on("end", () => this.#end());
    socket.on("error", (error) => this.#break(error, isReset(error)));
    socket.on("close", () => this.#break(new Error("the line was closed"), true));
  }

  get isOpen(): boolean {
    return this.#socket.writable;
  }

  /** One write is the cheapest. */
  send({ text, encoding }: QuestionText, user: LineUser): void {
    user.line = this;
    this.#user = user;
    this.#reader = new AnswerReader(user);
    this.#isUnread = true;
    this.#socket.write(text, encoding);
  }

  close(error: Error): void {
    this.#break(error, false);
  }

  #openPlain(target: LineTarget): Socket {
    const callback = (length: number) => {
      this.#take(RECEIVED.subarray(0, length));
      return true;
    };
    return connect({ ...addressOf(target), onread: { buffer: RECEIVED, callback } });
  }

  #take(bytes: Buffer): void {
    const state = this.#reader?.read(bytes);
    this.#isUnread = false;
    if (state === "whole") this.#finish(this.#reader?.keepsAlive === true);
    // Also where nobody has asked.
    else if (state !== "open") this.#break(new Error("this is no answer"), false);
  }

  #end(): void {
    if (this.#reader?.end() === "whole") this.#finish(false);
    else this.#break(new Error("the other end closed the line"), true);
  }

  #finish(keepsAlive: boolean): void {
    const user = this.#leave();
    if (!keepsAlive) this.#socket.destroy();
    this.#ended(this);
    user?.onWhole();
  }

  /** The first reason counts. */
  #break(error: Error, isClosed: boolean): void {
    const isLost = isClosed && this.#isUnread;
    const user = this.#leave();
    this.#socket.destroy();
    if (user === null) return;
    this.#ended(this);
    user.onBroken(error, isLost);
  }

  #leave(): LineUser | null {
    const user = this.#user;
    this.#user = null;
    this.#reader = null;
    if (user !== null) user.line = null;
    return user;
  }
}

function addressOf({ host, port, lookup }: LineTarget) {
  return { host, port, ...(lookup === undefined ? {} : { lookup }) };
}

/** Over HTTP/1.1, which is all that a line speaks; whether the certificate is good is Node's business. */
function openSecure(target: LineTarget): TLSSocket {
  const { host, session } = target;
  const socket = connectTls({
    ...addressOf(target),
    ALPNProtocols: ["http/1.1"],
    // Several names may be served at one address (RFC 6066, 3); an address is none.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(session === undefined ? {} : { session }),
  });
  socket.on("session", (made: Buffer) => {
    target.session = made;
  });
  return socket;
}

function isReset(error: Error & { readonly code?: unknown }): boolean {
  return error.code === "ECONNRESET" || error.code === "EPIPE";
}
