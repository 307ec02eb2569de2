import { rememberTexts } from "#gateway/http/remember-texts.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** Status line and headers of an answer (RFC 9112, 4 and 6.3). */
export interface ResponseHead {
  readonly status: number;
  /** By names in lower case; several of one name are joined by commas. */
  readonly headers: Headers;
  /** Bytes of the body, or how its end is found. */
  readonly length: number | "chunked" | "close";
  /** The connection may carry another question. */
  readonly keepsAlive: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: [^\r\n]*)?$/;
/** A name, and a value without control characters: what is folded over lines or has a space before the colon is refused. */
const FIELD = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;
const SWITCHING = 101;

/** Lines that are remembered: a server sends much the same with every answer. */
const KNOWN_LINES = 1_000;

const readStatus = rememberTexts((text = "") => {
  const line = STATUS_LINE.exec(text);
  return line === null ? null : { status: Number(line[2]), isCurrent: line[1] === "1" };
}, KNOWN_LINES);

const readField = rememberTexts((text = "") => {
  const field = FIELD.exec(text);
  return field === null ? null : { name: (field[1] ?? "").toLowerCase(), value: (field[2] ?? "").trimEnd() };
}, KNOWN_LINES);

const readConnection = rememberTexts((text) => !/\bclose\b/i.test(text ?? ""));

/** Null for what is none, or tells its length in two ways. */
export function readHead(text: string): ResponseHead | null {
  const lines = text.split("\r\n");
  const line = readStatus(lines[0]);
  if (line === null) return null;
  const { status, isCurrent } = line;
  const headers = readFields(lines);
  if (headers === null || status === SWITCHING) return null;
  const length = lengthOf(status, headers);
  if (length === null) return null;
  return {
    status,
    headers,
    length,
    keepsAlive: isCurrent && length !== "close" && readConnection(headers["connection"]),
  };
}

/** Headers have no prototype, so that every name is one like any other, and stay fast objects. */
const Fields = function Fields() {} as unknown as new () => Record<string, string | undefined>;
Fields.prototype = Object.create(null);

/** Of all lines but the first. */
function readFields(lines: readonly string[]): Headers | null {
  const headers = new Fields();
  for (let index = 1; index < lines.length; index++) {
    const field = readField(lines[index]);
    if (field === null) return null;
    const { name, value } = field;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

function lengthOf(status: number, headers: Headers): ResponseHead["length"] | null {
  const { "transfer-encoding": coding, "content-length": length } = headers;
  if (status < 200 || status === 204 || status === 304) return 0;
  if (coding !== undefined) return length === undefined && coding.toLowerCase() === "chunked" ? "chunked" : null;
  if (length === undefined) return "close";
  return /^[0-9]{1,15}$/.test(length) ? Number(length) : null;
}
