import type { ServerResponse } from "node:http";
import type { UpstreamHandler } from "./start-upstream.ts";
import * as faults from "./upstream-faults.ts";

/** What the real upstream said. */
export interface RelayedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/** What becomes of one request on its way: another answer in its place, a wait before it, or its own answer spoilt. */
export type ProxyFault =
  | { readonly kind: "answer"; readonly name: string; readonly handler: UpstreamHandler }
  | { readonly kind: "delay"; readonly name: string; readonly delayMs: number }
  | {
      readonly kind: "spoil";
      readonly name: string;
      readonly spoil: (answer: RelayedAnswer, response: ServerResponse) => void;
    };

/** The answer comes whole, but late. */
export function latency(delayMs: number): ProxyFault {
  return { kind: "delay", name: "latency", delayMs };
}

/** Breaks the connection before a byte of the answer. */
export const reset = instead("reset", faults.reset);

/** Takes the request and never answers. */
export const hang = instead("hang", faults.hang);

/** The true headers and the first half of the body, then nothing more. */
export const hangInBody = spoilt("hang in mid-body", (answer, response) => {
  writeHead(response, answer, { "content-length": String(answer.body.length) });
  response.write(firstHalf(answer.body));
});

/** The true answer, one byte at a time. */
export function drip(everyMs = 1_000): ProxyFault {
  return spoilt("drip", (answer, response) => {
    writeHead(response, answer, { "content-length": String(answer.body.length) });
    let sent = 0;
    const timer = setInterval(() => {
      if (sent >= answer.body.length) response.end();
      else response.write(answer.body.subarray(sent, ++sent));
    }, everyMs);
    response.on("close", () => clearInterval(timer));
  });
}

/** Announces the whole body, sends half of it and breaks the connection. */
export const cut = spoilt("cut in mid-body", (answer, response) => {
  writeHead(response, answer, { "content-length": String(answer.body.length) });
  response.write(firstHalf(answer.body), () => response.socket?.destroy());
});

/** A Content-Length that promises more than is sent. */
export const lengthTooLong = spoilt("Content-Length too long", (answer, response) => {
  writeHead(response, answer, { "content-length": String(answer.body.length + 100), connection: "close" });
  response.end(answer.body, () => response.socket?.end());
});

/** A Content-Length that promises less than is sent. */
export const lengthTooShort = spoilt("Content-Length too short", (answer, response) => {
  writeHead(response, answer, { "content-length": String(firstHalf(answer.body).length), connection: "close" });
  response.end(answer.body);
});

export function status(code: number, headers: Readonly<Record<string, string>> = {}): ProxyFault {
  return instead(`status ${code}`, faults.answerStatus(code, headers, "java.lang.NullPointerException: com.example"));
}

/** Asks for a pause in seconds. */
export function retryAfterSeconds(code: 429 | 503, seconds: number): ProxyFault {
  return status(code, { "retry-after": String(seconds) });
}

/** Asks for a pause by the date at which it ends, a whole second at least that far away. */
export function retryAfterDate(code: 429 | 503, seconds: number): ProxyFault {
  return instead(`status ${code}`, (request, response) => {
    const until = new Date(Math.ceil(Date.now() / 1_000 + seconds) * 1_000);
    return faults.answerStatus(code, { "retry-after": until.toUTCString() })(request, response);
  });
}

/** Zeros that take a thousandth of their size on the wire. */
export const gzipBomb = instead("gzip bomb", faults.gzipBomb(200 * 1024 * 1024));

/** A log-in page with status 200, as portals give when a session ends. */
export const loginPage = instead("log-in page", faults.answerHtml(faults.LOGIN_PAGE));

/** A page that says, with status 200, that the system is being worked on. */
export const maintenancePage = instead("maintenance page", faults.answerHtml(faults.MAINTENANCE_PAGE));

/** The start of a GBK text in the middle of what calls itself UTF-8: bytes that are neither. */
export const gbkRubbish = spoilt("GBK rubbish", (answer, response) => {
  const rubbish = Buffer.concat([firstHalf(answer.body), Buffer.from([0xb3, 0xc9, 0xd3, 0xe5, 0xff, 0xfe, 0x80])]);
  writeHead(response, answer, { "content-length": String(rubbish.length) });
  response.end(rubbish);
});

/** Nobody knows this name: RFC 6761 keeps ".invalid" from ever resolving. */
export const UNRESOLVABLE_URL = "http://portal.invalid";

function instead(name: string, handler: UpstreamHandler): ProxyFault {
  return { kind: "answer", name, handler };
}

function spoilt(name: string, spoil: (answer: RelayedAnswer, response: ServerResponse) => void): ProxyFault {
  return { kind: "spoil", name, spoil };
}

/** Bodies of a byte or none still have a half that is missing. */
function firstHalf(body: Buffer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

function writeHead(response: ServerResponse, answer: RelayedAnswer, headers: Readonly<Record<string, string>>): void {
  response.writeHead(answer.status, { ...answer.headers, ...headers });
  response.flushHeaders();
}
