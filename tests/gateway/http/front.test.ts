import { describe, expect, test } from "vitest";
import { createSampleEngine } from "#tests/support/sample-engine.ts";
import { startFront } from "#tests/support/start-front.ts";

const RESPONSE_JSON = "application/graphql-response+json";

async function codesOf(response: Response): Promise<readonly string[]> {
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  return (body.errors ?? []).map(({ extensions }) => extensions.code);
}

describe("a request to /graphql", () => {
  test("is answered in the media type that weighs most", async () => {
    await using hub = await startFront();
    const typeFor = async (accept: string) =>
      (await hub.post("{ hello }", { headers: { accept } })).headers.get("content-type");
    expect(await typeFor(`application/json;q=0.5, ${RESPONSE_JSON}`)).toBe(`${RESPONSE_JSON}; charset=utf-8`);
    expect(await typeFor(`application/json, ${RESPONSE_JSON};q=0.9`)).toBe("application/json; charset=utf-8");
    expect(await typeFor("text/html, */*;q=0.1")).toBe("application/json; charset=utf-8");
  });

  test("that accepts none of our types is told so in JSON", async () => {
    await using hub = await startFront();
    const response = await hub.post("{ hello }", { headers: { accept: "text/html, application/json;charset=gbk" } });
    expect(response.status).toBe(406);
    expect(await codesOf(response)).toEqual(["NOT_ACCEPTABLE"]);
  });

  test("by GET runs queries, and mutations not", async () => {
    await using hub = await startFront();
    const get = (query: string) =>
      fetch(`${hub.url}/graphql?${new URLSearchParams({ query })}`, { headers: { "apollo-require-preflight": "1" } });
    expect(await (await get("{ hello }")).json()).toEqual({ data: { hello: "hello world" } });
    const refused = await get("mutation { touch }");
    expect([refused.status, refused.headers.get("allow"), await codesOf(refused)]).toEqual([
      405,
      "POST",
      ["METHOD_NOT_ALLOWED"],
    ]);
  });

  test("with another method is refused with the methods there are", async () => {
    await using hub = await startFront();
    const response = await fetch(`${hub.url}/graphql`, { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, POST, OPTIONS"]);
  });

  test.each([
    ["a GET without a header that forces a preflight", { method: "GET" }],
    [
      "a form",
      { method: "POST", body: "query={hello}", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ],
    [
      "plain text",
      { method: "POST", body: '{"query":"{hello}"}', headers: { "content-type": "text/plain; charset=utf-8" } },
    ],
  ])("as a foreign page could send it is refused: %s", async (_, init) => {
    await using hub = await startFront();
    const response = await fetch(`${hub.url}/graphql?query={hello}`, init);
    expect([response.status, await codesOf(response)]).toEqual([400, ["CSRF_REFUSED"]]);
  });

  test.each([
    ["a batch", '[{"query":"{ hello }"}]', 400, "BAD_REQUEST"],
    ["no JSON", "{", 400, "BAD_REQUEST"],
    ["a JSON text", '"{ hello }"', 400, "BAD_REQUEST"],
    ["bad UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), 400, "BAD_REQUEST"],
    [
      "variables nested without end",
      `{"query":"{ hello }","variables":{"a":${"[".repeat(60_000)}${"]".repeat(60_000)}}}`,
      400,
      "QUERY_TOO_DEEP",
    ],
    ["more than 256 KB", `{"query":"{ hello }","variables":{"a":"${"x".repeat(262_144)}"}}`, 413, "REQUEST_TOO_LARGE"],
  ])("with a bad body is refused: %s", async (_, body, status, code) => {
    await using hub = await startFront();
    const response = await fetch(`${hub.url}/graphql`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    expect([response.status, await codesOf(response)]).toEqual([status, [code]]);
  });

  test.each(["application/json; charset=gbk", "application/xml", "application/graphql", "not a type"])(
    "with the content type %s is refused",
    async (type) => {
      await using hub = await startFront();
      const response = await fetch(`${hub.url}/graphql`, {
        method: "POST",
        body: '{"query":"{ hello }"}',
        headers: { "content-type": type, "hub-require-preflight": "1" },
      });
      expect([response.status, await codesOf(response)]).toEqual([415, ["UNSUPPORTED_MEDIA_TYPE"]]);
    },
  );

  test("about a wrong document is 400 or 200 as the media type asks", async () => {
    await using hub = await startFront();
    const statuses = async (query: string) =>
      Promise.all(
        [RESPONSE_JSON, "application/json"].map(
          async (accept) => (await hub.post(query, { headers: { accept } })).status,
        ),
      );
    expect(await statuses("{")).toEqual([400, 200]);
    expect(await statuses("{ nothing }")).toEqual([400, 200]);
    expect(await statuses("query A { hello } query B { hello }")).toEqual([400, 200]);
  });

  test("carries our headers to the engine", async () => {
    await using hub = await startFront();
    const response = await hub.post(
      "{ scope { requestId language partition wantsSources traceparent budgetMs nodes } }",
      {
        headers: {
          "x-request-id": "client-7",
          "accept-language": "en-GB, zh;q=0.5",
          "hub-sources": "1",
          "hub-deadline-ms": "2000",
          "hub-node-authorization": 'chongqing="Bearer abc", sichuan="Token \\"x\\""',
          traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        },
      },
    );
    const { data } = (await response.json()) as { data: { scope: Record<string, unknown> } };
    expect(data.scope).toMatchObject({
      requestId: "client-7",
      language: "en",
      wantsSources: true,
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      nodes: ["chongqing", "sichuan"],
    });
    expect(data.scope["budgetMs"]).toBeGreaterThan(1_500);
    expect(data.scope["budgetMs"]).toBeLessThanOrEqual(2_000);
    expect(data.scope["partition"]).not.toContain("abc");
    expect(response.headers.get("x-request-id")).toBe("client-7");
    expect(response.headers.get("content-language")).toBe("en");
  });

  test("cannot lengthen its deadline, and answers in Chinese to the public partition by default", async () => {
    await using hub = await startFront();
    const response = await hub.post("{ scope { language partition budgetMs wantsSources } }", {
      headers: { "hub-deadline-ms": "999999" },
    });
    const { data } = (await response.json()) as { data: { scope: Record<string, unknown> } };
    expect(data.scope).toMatchObject({ language: "zh", partition: "public", wantsSources: false });
    expect(data.scope["budgetMs"]).toBeLessThanOrEqual(15_000);
  });

  test.each([
    ["hub-deadline-ms", "soon"],
    ["hub-deadline-ms", "0"],
    ["hub-sources", "constructor"],
    ["hub-node-authorization", "Bearer abc"],
  ])("with a malformed %s: %s is refused", async (name, value) => {
    await using hub = await startFront();
    const response = await hub.post("{ hello }", { headers: { [name]: value } });
    expect([response.status, await codesOf(response)]).toEqual([400, ["BAD_REQUEST"]]);
  });

  test("gets an id of ours when its own would not be safe in a log", async () => {
    await using hub = await startFront();
    for (const id of ["a b", "x".repeat(101), '"},{"', "../etc"]) {
      const response = await hub.post("{ hello }", { headers: { "x-request-id": id } });
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe("an answer", () => {
  test("is compressed as the client weighs it, and left alone when small", async () => {
    await using hub = await startFront();
    const encodingOf = async (query: string, encoding: string) =>
      (await hub.post(query, { headers: { "accept-encoding": encoding } })).headers.get("content-encoding");
    expect(await encodingOf("{ big }", "gzip, br")).toBe("br");
    expect(await encodingOf("{ big }", "br;q=0.1, gzip")).toBe("gzip");
    expect(await encodingOf("{ big }", "br;q=0, *;q=0")).toBeNull();
    expect(await encodingOf("{ hello }", "gzip")).toBeNull();
    const body = (await (await hub.post("{ big }")).json()) as { data: { big: string } };
    expect(body.data.big).toHaveLength(4_000);
  });

  test("carries security headers and is not kept by caches", async () => {
    await using hub = await startFront();
    const { headers } = await hub.post("{ hello }");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("vary")).toContain("Accept-Language");
  });

  test("may be read by allowed origins only", async () => {
    await using hub = await startFront({ settings: { corsOrigins: ["https://app.example.cn"] } });
    const preflight = (origin: string) =>
      fetch(`${hub.url}/graphql`, { method: "OPTIONS", headers: { origin, "access-control-request-method": "POST" } });
    const allowed = await preflight("https://app.example.cn");
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example.cn");
    expect(allowed.headers.get("access-control-allow-headers")).toContain("Hub-Node-Authorization");
    expect((await preflight("https://evil.example")).headers.get("access-control-allow-origin")).toBeNull();
    const answer = await hub.post("{ hello }", { headers: { origin: "https://app.example.cn" } });
    expect(answer.headers.get("access-control-expose-headers")).toContain("X-Request-Id");
  });

  test("tells no origin anything by default", async () => {
    await using hub = await startFront();
    const response = await hub.post("{ hello }", { headers: { origin: "https://app.example.cn" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("to an engine that fails is masked and carries the request's id", async () => {
    await using hub = await startFront();
    const response = await hub.post("query Crash { hello }", {
      operationName: "Crash",
      headers: { "x-request-id": "r-1", "accept-language": "en" },
    });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      errors: [{ message: "Internal error", extensions: { code: "INTERNAL", retryable: false, requestId: "r-1" } }],
    });
  });

  test("comes at the deadline even if the engine does not", async () => {
    await using hub = await startFront({ run: () => new Promise(() => {}) });
    const response = await hub.post("{ hello }", { headers: { "hub-deadline-ms": "50" } });
    expect([response.status, await codesOf(response)]).toEqual([200, ["DEADLINE_EXCEEDED"]]);
  });
});

describe("the signal of an operation", () => {
  test("is aborted at the deadline", async () => {
    await using hub = await startFront();
    const startedAt = performance.now();
    const response = await hub.post("{ slow }", { headers: { "hub-deadline-ms": "100" } });
    expect(await response.json()).toEqual({ data: { slow: "late" } });
    expect(performance.now() - startedAt).toBeLessThan(400);
  });

  test("is aborted when the client leaves", async () => {
    const engine = createSampleEngine();
    await using hub = await startFront({ run: engine.run });
    const controller = new AbortController();
    const asked = hub.post("{ wait }", { signal: controller.signal }).catch((error: Error) => error.name);
    await expect.poll(() => engine.signals.length).toBe(1);
    expect(engine.signals[0]?.aborted).toBe(false);
    controller.abort();
    expect(await asked).toBe("AbortError");
    await expect.poll(() => engine.signals[0]?.aborted).toBe(true);
    engine.release();
    await expect.poll(() => hub.lines.at(-1)).toContain('"outcome":"aborted"');
  });
});

describe("other paths", () => {
  test("answer health and metrics", async () => {
    await using hub = await startFront();
    await hub.post("{ hello down }");
    expect((await fetch(`${hub.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(200);
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    expect(metrics).toContain(
      'hub_http_request_duration_seconds_count{route="graphql",method="POST",status="200",outcome="partial"} 1',
    );
    expect(metrics).toContain('hub_client_errors_total{code="NODE_UNAVAILABLE"} 1');
    expect(metrics).toContain("process_resident_memory_bytes");
  });

  test("are not ready before the graph is", async () => {
    await using hub = await startFront({ readiness: () => false });
    expect((await fetch(`${hub.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${hub.url}/health/ready`)).status).toBe(503);
  });

  test("that do not exist are 404 in JSON, and pages refuse to be written", async () => {
    await using hub = await startFront();
    const missing = await fetch(`${hub.url}/nothing/here?x=1`);
    expect([missing.status, await codesOf(missing)]).toEqual([404, ["NOT_FOUND"]]);
    const posted = await fetch(`${hub.url}/metrics`, { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});
