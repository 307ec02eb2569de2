import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { UpstreamFailure } from "#adapters/runtime/upstream-error.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createPoster, type Post, type Poster } from "#gateway/execute/post-json.ts";
import type { TimeLimitOptions } from "#gateway/execute/time-limit.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";

const MAX_BYTES = 100_000;
const HEADERS = { "content-type": "application/json" };

let listener: RequestListener = () => undefined;
const server = createServer((request, response) => listener(request, response));
let url = "";
let poster: Poster;
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql?tenant=1`;
});
afterEach(() => poster.close());
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function open(connections = 4, limit?: TimeLimitOptions): Poster {
  poster = createPoster({ name: "far", url, maxBytes: MAX_BYTES, connections, limit });
  return poster;
}

function question(parts: Partial<Post> = {}): Post {
  return { headers: HEADERS, body: "{}", signal: new AbortController().signal, isRepeatable: false, ...parts };
}

async function failureOf(answer: Promise<unknown>): Promise<UpstreamFailure> {
  const error = await answer.then(
    () => new Error("it was answered"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof UpstreamError && error.source === "far") return error.failure;
  throw error;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe("an answer", () => {
  test("comes with its status and headers, to what was sent as it stands", async () => {
    listener = async (request, response) => {
      const seen = { url: request.url, method: request.method, body: await bodyOf(request) };
      response.writeHead(418, { "cache-control": "max-age=7" }).end(JSON.stringify(seen));
    };
    const { status, headers, text } = await open().post(question({ body: '{"query":"{ 中 }"}' }));
    expect(status).toBe(418);
    expect(headers["cache-control"]).toBe("max-age=7");
    expect(JSON.parse(text)).toEqual({ url: "/graphql?tenant=1", method: "POST", body: '{"query":"{ 中 }"}' });
  });

  test("in pieces is put together, letters that were cut in two included", async () => {
    const bytes = Buffer.from("成渝知识产权");
    listener = (_request, response) => {
      response.write(bytes.subarray(0, 4));
      setImmediate(() => response.end(bytes.subarray(4)));
    };
    expect((await open().post(question())).text).toBe("成渝知识产权");
  });

  test("may have no body", async () => {
    listener = (_request, response) => void response.writeHead(204).end();
    expect(await open().post(question())).toMatchObject({ status: 204, text: "" });
  });

  test("is not what was hinted at before it", async () => {
    listener = (_request, response) =>
      response.writeEarlyHints({ link: "</a.css>; rel=preload; as=style" }, () => response.end("answer"));
    expect(await open().post(question())).toMatchObject({ status: 200, text: "answer" });
  });

  test("that leads elsewhere is not followed", async () => {
    let requests = 0;
    listener = (_request, response) => {
      requests += 1;
      response.writeHead(307, { location: "/elsewhere" }).end();
    };
    expect((await open().post(question())).status).toBe(307);
    expect(requests).toBe(1);
  });
});

describe("an answer is refused", () => {
  test("when it says that it is too long, before its first byte", async () => {
    listener = (_request, response) => {
      response.writeHead(200, { "content-length": MAX_BYTES + 1 }).flushHeaders();
    };
    expect(await failureOf(open().post(question()))).toEqual({ kind: "too-large", limitBytes: MAX_BYTES });
  });

  test("when it is too long, and its line is closed", async () => {
    let written = 0;
    const closed = Promise.withResolvers<void>();
    listener = (_request, response) => {
      response.once("close", () => closed.resolve());
      const fill = () => {
        while (!response.destroyed && response.write("x".repeat(10_000))) written += 10_000;
      };
      response.on("drain", fill);
      fill();
    };
    expect(await failureOf(open().post(question()))).toEqual({ kind: "too-large", limitBytes: MAX_BYTES });
    await closed.promise;
    expect(written).toBeLessThan(20_000_000);
  });

  test("when it is compressed, which nobody asked for", async () => {
    listener = (_request, response) =>
      void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("x".repeat(1_000_000)));
    expect(await failureOf(open().post(question()))).toEqual({ kind: "malformed", at: "content-encoding" });
  });

  test.each(["in mid-body", "at once"])("when the line breaks %s", async (when) => {
    listener = (_request, response) => {
      if (when === "in mid-body") response.writeHead(200, { "content-length": 10 }).write("abc");
      setImmediate(() => response.destroy());
    };
    expect(await failureOf(open().post(question()))).toMatchObject({ kind: "unreachable" });
  });
});

describe("a question", () => {
  test("is not sent with a header that would be read as two", async () => {
    let requests = 0;
    listener = (_request, response) => {
      requests += 1;
      response.end();
    };
    const headers = { authorization: "a\r\nx-forged: 1" };
    expect(await failureOf(open().post(question({ headers })))).toMatchObject({ kind: "unreachable" });
    expect(requests).toBe(0);
  });

  test("fails at once where nobody listens", async () => {
    const nobody = createServer().listen(0, "127.0.0.1");
    await once(nobody, "listening");
    const { port } = nobody.address() as AddressInfo;
    nobody.close();
    await once(nobody, "close");
    poster = createPoster({ name: "far", url: `http://127.0.0.1:${port}/`, maxBytes: MAX_BYTES, connections: 1 });
    expect(await failureOf(poster.post(question({ isRepeatable: true })))).toMatchObject({ kind: "unreachable" });
  });
});

describe("a question that hangs", () => {
  test("takes one line, and those after it are answered meanwhile", async () => {
    const hung = Promise.withResolvers<void>();
    listener = async (request, response) => {
      if ((await bodyOf(request)) === "hang") hung.resolve();
      else response.end("ok");
    };
    const client = new AbortController();
    const far = open(2);
    const hanging = failureOf(far.post(question({ body: "hang", signal: client.signal })));
    await hung.promise;
    const others = await Promise.all(Array.from({ length: 50 }, () => far.post(question())));
    expect(new Set(others.map(({ text }) => text))).toEqual(new Set(["ok"]));
    client.abort();
    expect(await hanging).toEqual({ kind: "aborted" });
  });

  test("is given up with its line by the signal, in mid-body too", async () => {
    const client = new AbortController();
    const closed = Promise.withResolvers<void>();
    listener = (_request, response) => {
      response.once("close", () => closed.resolve());
      response.write("{");
      setImmediate(() => client.abort());
    };
    expect(await failureOf(open().post(question({ signal: client.signal })))).toEqual({ kind: "aborted" });
    await closed.promise;
  });

  test("keeps those that wait for its line from being sent once they are given up", async () => {
    const bodies: string[] = [];
    const hung = Promise.withResolvers<() => void>();
    listener = async (request, response) => {
      const body = await bodyOf(request);
      bodies.push(body);
      if (body === "slow") hung.resolve(() => response.end("late"));
      else response.end("ok");
    };
    const far = open(1);
    const slow = far.post(question({ body: "slow" }));
    const finish = await hung.promise;
    const client = new AbortController();
    const waiting = failureOf(far.post(question({ body: "given up", signal: client.signal })));
    const last = far.post(question({ body: "last" }));
    client.abort();
    expect(await waiting).toEqual({ kind: "aborted" });
    finish();
    expect((await slow).text).toBe("late");
    expect((await last).text).toBe("ok");
    expect(bodies).toEqual(["slow", "last"]);
  });

  test("is given up when its time is over", async () => {
    const timer = new ManualClock();
    const hung = Promise.withResolvers<void>();
    listener = () => hung.resolve();
    const far = open(1, { timer, afterMs: 1_000 });
    const failure = failureOf(far.post(question()));
    await hung.promise;
    await timer.advance(1_000);
    expect(await failure).toEqual({ kind: "timeout", phase: "deadline" });
  });

  test("ends with those that wait for a line when nobody asks any more", async () => {
    const hung = Promise.withResolvers<void>();
    listener = () => hung.resolve();
    const far = open(1);
    const failures = [failureOf(far.post(question())), failureOf(far.post(question()))];
    await hung.promise;
    await far.close();
    expect(await Promise.all(failures)).toMatchObject([{ kind: "unreachable" }, { kind: "unreachable" }]);
  });

  test("is not sent at all by whoever has left", async () => {
    let requests = 0;
    listener = (_request, response) => {
      requests += 1;
      response.end();
    };
    expect(await failureOf(open().post(question({ signal: AbortSignal.abort() })))).toEqual({ kind: "aborted" });
    await open().post(question());
    expect(requests).toBe(1);
  });
});

describe("a kept line that the other end has closed", () => {
  function closeSecond(): () => readonly string[] {
    const bodies: string[] = [];
    listener = async (request, response) => {
      bodies.push(await bodyOf(request));
      if (bodies.length === 2) request.socket.resetAndDestroy();
      else response.end("ok");
    };
    return () => bodies;
  }

  test("costs a repeatable question nothing", async () => {
    const bodies = closeSecond();
    const far = open(1);
    await far.post(question({ body: "first" }));
    expect((await far.post(question({ body: "second", isRepeatable: true }))).text).toBe("ok");
    expect(bodies()).toEqual(["first", "second", "second"]);
  });

  test("fails any other, which is never sent twice", async () => {
    const bodies = closeSecond();
    const far = open(1);
    await far.post(question({ body: "first" }));
    expect(await failureOf(far.post(question({ body: "second" })))).toMatchObject({ kind: "unreachable" });
    await far.post(question({ body: "third" }));
    expect(bodies()).toEqual(["first", "second", "third"]);
  });

  test("is not taken for the next question, nor is one that said what nobody asked", async () => {
    const lines = new Set<unknown>();
    listener = (request, response) => {
      lines.add(request.socket);
      response.end("ok", () => request.socket.write("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged"));
    };
    const far = open(1);
    for (let turn = 0; turn < 3; turn++) {
      const answer = await far.post(question({ isRepeatable: true })).catch(() => null);
      expect(answer?.text ?? "ok").toBe("ok");
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(lines.size).toBeGreaterThan(1);
  });

  test("is tried once more and no further", async () => {
    let requests = 0;
    listener = (request) => {
      requests += 1;
      request.socket.resetAndDestroy();
    };
    expect(await failureOf(open().post(question({ isRepeatable: true })))).toMatchObject({ kind: "unreachable" });
    expect(requests).toBe(2);
  });
});
