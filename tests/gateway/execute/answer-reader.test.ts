import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AnswerReader } from "#gateway/execute/answer-reader.ts";
import type { ResponseHead } from "#gateway/execute/response-head.ts";

interface Heard {
  readonly heads: readonly ResponseHead[];
  readonly body: string;
  readonly state: string;
  readonly keepsAlive: boolean;
}

/** What is heard of an answer that comes in these pieces. */
function hear(pieces: readonly Buffer[]): Heard {
  const heads: ResponseHead[] = [];
  const chunks: Buffer[] = [];
  const reader = new AnswerReader({ onHead: (head) => heads.push(head), onBody: (bytes) => chunks.push(bytes) });
  let state = "open";
  for (const piece of pieces) if (state === "open") state = reader.read(piece);
  return { heads, body: Buffer.concat(chunks).toString(), state, keepsAlive: reader.keepsAlive };
}

const whole = (text: string): Heard => hear([Buffer.from(text)]);
const answer = (head: string, body = "") => `HTTP/1.1 200 OK\r\n${head}\r\n${body}`;

const LENGTH = answer("Content-Length: 12\r\nX-A: 1\r\nx-a: 2\r\n", "成渝知识");
const CHUNKED = answer("transfer-encoding: chunked\r\n", "3\r\n成\r\nA;note=1\r\n0123456789\r\n0\r\nx-late: 1\r\n\r\n");
const HINTED = `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${answer("content-length: 2\r\n", "ok")}`;

describe("an answer", () => {
  test.each([
    ["of a known length", LENGTH, "成渝知识"],
    ["in chunks", CHUNKED, "成0123456789"],
    ["after hints", HINTED, "ok"],
    ["without a body", "HTTP/1.1 204 \r\n\r\n", ""],
  ])("%s is read whole, and the line may carry another question", (_what, text, body) => {
    expect(whole(text)).toMatchObject({ state: "whole", body, keepsAlive: true });
  });

  test("has its headers by lower-case names, several of one name joined", () => {
    expect(whole(LENGTH).heads).toMatchObject([{ status: 200, headers: { "content-length": "12", "x-a": "1, 2" } }]);
  });

  test.each([
    ["that says so", answer("connection: Close\r\ncontent-length: 0\r\n")],
    ["of HTTP/1.0", "HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n"],
  ])("%s is the last on its line", (_what, text) => {
    expect(whole(text)).toMatchObject({ state: "whole", keepsAlive: false });
  });

  test("without a length ends with its line, any other does not", () => {
    const read = (text: string) => {
      const reader = new AnswerReader({ onHead: () => undefined, onBody: () => undefined });
      expect(reader.read(Buffer.from(text))).toBe("open");
      return reader.end();
    };
    expect(read(answer("", "some"))).toBe("whole");
    expect(read(answer("content-length: 9\r\n", "some"))).toBe("broken");
    expect(read(answer("transfer-encoding: chunked\r\n", "4\r\nsome\r\n"))).toBe("broken");
    expect(read("HTTP/1.1 200 O")).toBe("broken");
  });

  test("is the same in whatever pieces it comes", () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 30 });
    fc.assert(
      fc.property(fc.constantFrom(LENGTH, CHUNKED, HINTED), cuts, (text, places) => {
        const bytes = Buffer.from(text);
        const bounds = [0, ...places.filter((place) => place < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const pieces = bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
        expect(hear(pieces.filter(({ length }) => length > 0))).toEqual(whole(text));
      }),
    );
  });
});

describe("what is no answer is refused", () => {
  test.each([
    ["two lengths", answer("content-length: 2\r\ncontent-length: 2\r\n", "ok")],
    ["a length and chunks", answer("content-length: 2\r\ntransfer-encoding: chunked\r\n", "ok")],
    ["a length that is no number", answer("content-length: +2\r\n", "ok")],
    ["a coding that is not known", answer("transfer-encoding: gzip, chunked\r\n", "0\r\n\r\n")],
    ["a space before the colon", answer("content-length : 2\r\n", "ok")],
    ["a header folded over two lines", answer("x-a: 1\r\n 2\r\ncontent-length: 0\r\n")],
    ["a line that ends without a carriage return", answer("x-a: 1\nx-b: 2\r\ncontent-length: 0\r\n")],
    ["another protocol", "HTTP/2 200 OK\r\n\r\n"],
    ["a change of protocol", "HTTP/1.1 101 Switching\r\nupgrade: h2c\r\n\r\n"],
    ["a chunk longer than it says", answer("transfer-encoding: chunked\r\n", "2\r\nabc\r\n0\r\n\r\n")],
    ["a chunk of no length", answer("transfer-encoding: chunked\r\n", "\r\nabc")],
    ["a negative chunk", answer("transfer-encoding: chunked\r\n", "-1\r\nabc")],
    ["more than was announced", answer("content-length: 2\r\n", "okHTTP/1.1 200 OK\r\n\r\n")],
    ["a head without end", `HTTP/1.1 200 OK\r\nx-a: ${"a".repeat(17_000)}`],
    ["trailers without end", answer("transfer-encoding: chunked\r\n", `0\r\n${"x: y\r\n".repeat(9_000)}`)],
  ])("%s", (_what, text) => {
    expect(whole(text).state).toBe("broken");
  });

  test("no bytes at all bring it out of step: it is open, whole or broken", () => {
    const pieces = fc.array(
      fc.oneof(fc.uint8Array({ minLength: 1 }), fc.constantFrom(LENGTH, CHUNKED, "\r\n", "0\r\n")),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        expect(["open", "whole", "broken"]).toContain(hear(parts.map((part) => Buffer.from(part as string))).state);
      }),
    );
  });
});
