import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

const HARMLESS = /^[A-Za-z0-9][\w.:-]{0,99}$/;

/** The client's own id where it is harmless in a log line, else a new one. */
export function readRequestId(headers: IncomingHttpHeaders): string {
  const id = headers["x-request-id"];
  return typeof id === "string" && HARMLESS.test(id) ? id : nextRequestId();
}

// UUIDs in form (RFC 9562, version 8): the process at random, then its requests counted. Each drawn at random would cost
// more than all else that is read of a request's headers.
const PAGE = 0x1_0000;
const ENDINGS = Array.from({ length: PAGE }, (_, count) => count.toString(16).padStart(4, "0"));
const PROCESS = randomBytes(14).toString("hex");
const START = `${PROCESS.slice(0, 8)}-${PROCESS.slice(8, 12)}-8${PROCESS.slice(13, 16)}-b${PROCESS.slice(17, 20)}-`;

let page = Number.parseInt(PROCESS.slice(20), 16);
let prefix = "";
let count = PAGE;

function nextRequestId(): string {
  if (count === PAGE) {
    page = (page + 1) % PAGE ** 2;
    prefix = START + page.toString(16).padStart(8, "0");
    count = 0;
  }
  const ending = ENDINGS[count];
  count += 1;
  return prefix + ending;
}
