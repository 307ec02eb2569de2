import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createPoster, type Poster } from "#gateway/execute/post-json.ts";

let listener: RequestListener = () => undefined;
const server = createServer((request, response) => {
  lines.add(request.socket);
  listener(request, response);
});
const lines = new Set<Socket>();
let poster: Poster;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => poster.close());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Asks so many times, one after the other, with one line at most. */
async function answersOf(turns: number, answer: RequestListener): Promise<readonly string[]> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  poster = createPoster({ name: "far", url, maxBytes: 100_000, connections: 1 });
  listener = answer;
  lines.clear();
  const texts: string[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const { text } = await poster.post({
      headers: { "content-type": "application/json" },
      body: "{}",
      signal: new AbortController().signal,
      isRepeatable: false,
    });
    texts.push(text);
  }
  return texts;
}

describe("one line to a subgraph carries", () => {
  test("answers of any length, also longer than what is read at a time", async () => {
    const texts = ["知".repeat(30_000), "short", "a".repeat(99_000), ""];
    const left = [...texts];
    expect(await answersOf(texts.length, (_request, response) => void response.end(left.shift()))).toEqual(texts);
    expect(lines.size).toBe(1);
  });

  test("answers in chunks", async () => {
    const texts = await answersOf(3, (_request, response) => {
      response.write("first ");
      setImmediate(() => response.end("and last"));
    });
    expect(texts).toEqual(["first and last", "first and last", "first and last"]);
    expect(lines.size).toBe(1);
  });
});

describe("another line is taken", () => {
  test("after an answer that is said to be the last", async () => {
    const texts = await answersOf(3, (_request, response) => {
      response.writeHead(200, { connection: "close" }).end("ok");
    });
    expect(texts).toEqual(["ok", "ok", "ok"]);
    expect(lines.size).toBe(3);
  });

  test("after an answer without a length, which ends with its line", async () => {
    const texts = await answersOf(2, ({ socket }) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\nsome");
      setImmediate(() => socket.end(" more"));
    });
    expect(texts).toEqual(["some more", "some more"]);
    expect(lines.size).toBe(2);
  });
});
