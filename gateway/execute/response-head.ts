import type { IncomingHttpHeaders } from "node:http";

/** Status line and headers of an answer (RFC 9112, 4 and 6.3). */
export interface ResponseHead {
  readonly status: number;
  /** By names in lower case; several of one name are joined by commas. */
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body, or how its end is found. */
  readonly length: number | "chunked" | "close";
  /** The connection may carry another question. */
  readonly keepsAlive: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: [^\r\n]*)?$/;
/** A name, and a value without control characters: what is folded over lines or has a space before the colon is refused. */
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;
const SWITCHING = 101;

/** Null for what is none, or tells its length in two ways. */
export function readHead(text: string): ResponseHead | null {
  const [first = "", ...lines] = text.split("\r\n");
  const line = STATUS_LINE.exec(first);
  if (line === null) return null;
  const status = Number(line[2]);
  const headers = readFields(lines);
  if (headers === null || status === SWITCHING) return null;
  const length = lengthOf(status, headers);
  if (length === null) return null;
  const connection = headers["connection"]?.toLowerCase();
  const keepsAlive =
    line[1] === "1" && length !== "close" && (connection === undefined || !/\bclose\b/.test(connection));
  return { status, headers: headers as IncomingHttpHeaders, length, keepsAlive };
}

type Fields = Record<string, string | undefined>;

function readFields(lines: readonly string[]): Fields | null {
  const headers: Fields = Object.create(null);
  for (const line of lines) {
    const field = FIELD.exec(line);
    if (field === null) return null;
    const name = (field[1] ?? "").toLowerCase();
    const value = (field[2] ?? "").trimEnd();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

function lengthOf(status: number, headers: Fields): ResponseHead["length"] | null {
  const { "transfer-encoding": coding, "content-length": length } = headers;
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== undefined) return length === undefined && coding.toLowerCase() === "chunked" ? "chunked" : null;
  if (length === undefined) return "close";
  return /^[0-9]{1,15}$/.test(length) ? Number(length) : null;
}
