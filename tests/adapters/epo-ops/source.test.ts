import { expect, test } from "vitest";
import { source } from "#adapters/epo-ops/source.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { firstDocuments } from "./first-documents.ts";
import { readFixture } from "./read-fixture.ts";

const asked = { office: "CN", number: "198000001", kind: "A" };

describeSource({
  name: "epo-ops",
  startWithUpstream: async (url, runtime) => {
    const client = await source.create(
      runtime,
      source.settings.parse({ baseUrl: `${url}/3.2`, key: "key", secret: "secret" }),
    );
    return async (context) => {
      const [result] = client === null ? [] : await firstDocuments(client, [asked], context);
      if (result instanceof Error) throw result;
      return result;
    };
  },
  good: { contentType: "application/xml", text: readFixture("bulk-biblio.xml") },
  prelude: (request, response) => {
    if (!request.path.endsWith("/auth/accesstoken")) return false;
    // Kept alive, this connection would be the one that stays open when the client leaves.
    response.writeHead(200, { "content-type": "application/json", connection: "close" });
    response.end('{"access_token":"abc","expires_in":"1199"}');
    return true;
  },
});

test("without credentials the source is off and the real host is never asked", async () => {
  await using runtime = withDispose(createTestRuntime("epo-ops", "http://127.0.0.1:9"));
  const settings = source.settings.parse({});
  expect(settings.baseUrl).toBe("https://ops.epo.org/3.2");
  expect(await source.create(runtime, settings)).toBeNull();
  expect(source.sandbox?.isWanted(settings)).toBe(true);
});

test("with credentials the sandbox stays out", () => {
  const settings = source.settings.parse({ key: "k", secret: "s" });
  expect(source.sandbox?.isWanted(settings)).toBe(false);
});

test("the sandbox is reached below its own address with its own credentials", () => {
  const settings = source.sandbox?.pointAt("http://127.0.0.1:8080", source.settings.parse({}));
  expect(settings).toMatchObject({ baseUrl: "http://127.0.0.1:8080/3.2", key: "sandbox-key" });
});

test("it stops at nine tenths of the free plan's week unless told otherwise", () => {
  expect(source.settings.parse({})).toMatchObject({ weeklyBytes: 3_600_000_000, hourlyBytes: "none" });
  expect(source.settings.parse({ weeklyBytes: "10000", hourlyBytes: "5000" })).toMatchObject({
    weeklyBytes: 10_000,
    hourlyBytes: 5_000,
  });
  expect(source.settings.safeParse({ weeklyBytes: "0" }).success).toBe(false);
  expect(source.settings.safeParse({ weeklyBytes: "all" }).success).toBe(false);
});

test("half a pair of credentials stops the start", () => {
  expect(source.settings.safeParse({ key: "k" }).success).toBe(false);
  expect(source.settings.safeParse({ secret: "s" }).success).toBe(false);
});

function withDispose<T extends { close(): Promise<void> }>(runtime: T): T & AsyncDisposable {
  return Object.assign(runtime, { [Symbol.asyncDispose]: () => runtime.close() });
}
