import type { QuestionText } from "./line.ts";

/** A POST with that body (RFC 9112, 3), ready to be sent. */
export type WriteQuestion = (headers: Readonly<Record<string, string>>, body: string) => QuestionText;

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What is no visible ASCII, space or tab could end a line or be read as something else. */
const VALUE = /^[\t\x20-\x7e]*$/;

/** Headers that are the same object each time are written once. Throws TypeError for what cannot stand in a header. */
export function createQuestionWriter({ host, pathname, search }: URL): WriteQuestion {
  const start = `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  let last: Readonly<Record<string, string>> | null = null;
  let text = "";
  return (headers, body) => {
    if (headers !== last) {
      text = start + Object.entries(headers).map(toLine).join("");
      last = headers;
    }
    const length = Buffer.byteLength(body);
    return {
      text: `${text}content-length: ${length}\r\n\r\n${body}`,
      encoding: length === body.length ? "latin1" : "utf8",
    };
  };
}

function toLine([name, value]: readonly [string, string]): string {
  if (!TOKEN.test(name) || !VALUE.test(value)) throw new TypeError(`${name} cannot be sent as a header`);
  return `${name}: ${value}\r\n`;
}
