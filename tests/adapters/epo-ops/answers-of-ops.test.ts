import { expect, test } from "vitest";
import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import type { Logger } from "#adapters/runtime/logger.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream, type TestUpstream, type UpstreamHandler } from "#tests/support/start-upstream.ts";
import { answerBody, answerHtml, answerStatus, hang, inTurn } from "#tests/support/upstream-faults.ts";
import { firstDocuments } from "./first-documents.ts";
import { readFixture } from "./read-fixture.ts";
import { clientAt } from "./start-ops.ts";

const FOUND = { office: "CN", number: "198000001", kind: "A" };
const OTHER = { office: "CN", number: "198000009", kind: "A" };
const biblio = answerBody(readFixture("bulk-biblio.xml"), "application/xml");
const notFound = answerStatus(
  404,
  {},
  '<fault xmlns="http://ops.epo.org"><code>SERVER.EntityNotFound</code><message/></fault>',
);
const badToken = answerStatus(400, {}, "<error><code>400</code><message>invalid_access_token</message></error>");
const badReference = answerStatus(
  400,
  {},
  '<fault xmlns="http://ops.epo.org"><code>CLIENT.InvalidReference</code></fault>',
);
const token = answerBody('{"access_token":"SECRET-TOKEN","expires_in":"1199"}', "application/json");

test("trap 12: a token refused before its time is renewed once and the question asked again", async () => {
  await using bench = await startBench(inTurn(badToken, biblio));
  const [result] = await firstDocuments(bench.client, [FOUND], createCallContext());
  expect(result).toMatchObject({ value: { publication: FOUND } });
  expect(bench.paths()).toEqual(["accesstoken", "biblio", "accesstoken", "biblio"]);
});

test("a token refused twice is a refusal, not a loop", async () => {
  await using bench = await startBench(badToken);
  const [result] = await firstDocuments(bench.client, [FOUND], createCallContext());
  expect(failure(result)).toEqual({ kind: "rejected", status: 400, reason: "invalid_access_token" });
  expect(bench.paths()).toEqual(["accesstoken", "biblio", "accesstoken", "biblio"]);
});

test("a bulk question is text, one number a line, with the token in its header", async () => {
  await using bench = await startBench(biblio);
  await firstDocuments(bench.client, [OTHER, FOUND], createCallContext());
  const asked = bench.upstream.requests[1];
  expect(asked).toMatchObject({ method: "POST", path: "/3.2/rest-services/published-data/publication/docdb/biblio" });
  expect(asked?.headers).toMatchObject({ "content-type": "text/plain", authorization: "Bearer SECRET-TOKEN" });
  expect(asked?.body.toString()).toBe("CN.198000001.A\nCN.198000009.A");
});

test("trap 11: 404 with the fault is nothing there; without it, a wrong address", async () => {
  await using bench = await startBench(inTurn(notFound, answerStatus(404, {}, "<html>no such page</html>")));
  expect(await firstDocuments(bench.client, [FOUND], createCallContext())).toMatchObject([{ value: null }]);
  const [second] = await firstDocuments(bench.client, [OTHER], createCallContext());
  expect(failure(second)).toEqual({ kind: "rejected", status: 404 });
});

test("a member that is dropped or not found is null and its neighbours are there", async () => {
  await using bench = await startBench(biblio);
  const missing = { office: "CN", number: "199999999", kind: "A" };
  const results = await firstDocuments(bench.client, [missing, FOUND, OTHER], createCallContext());
  expect(results).toMatchObject([{ value: null }, { value: { publication: FOUND } }, { value: null }]);
});

test("one number that OPS cannot read costs the others nothing", async () => {
  await using bench = await startBench((request, response) => {
    const isBad = request.body.toString().includes(OTHER.number);
    return (isBad ? badReference : biblio)(request, response);
  });
  const others = Array.from({ length: 6 }, (_, index) => ({ ...FOUND, number: `1980001${index}0` }));
  const results = await firstDocuments(bench.client, [...others, OTHER, FOUND], createCallContext());
  expect(results.every((result) => !(result instanceof UpstreamError))).toBe(true);
  expect(results.at(-1)).toMatchObject({ value: { publication: FOUND } });
  expect(bench.upstream.requests.length).toBeLessThan(10);
});

test("the failure of one bulk is that of its own hundred", async () => {
  await using bench = await startBench((request, response) => {
    const isSecond = request.body.toString().includes("CN.198000001.A");
    return (isSecond ? answerStatus(500) : notFound)(request, response);
  });
  const many = Array.from({ length: 100 }, (_, index) => ({
    ...FOUND,
    number: `1970${String(index).padStart(5, "0")}`,
  }));
  const results = await firstDocuments(bench.client, [...many, FOUND], createCallContext());
  expect(results.slice(0, 100).every((result) => !(result instanceof UpstreamError))).toBe(true);
  expect(failure(results[100])).toEqual({ kind: "rejected", status: 500 });
});

test.each([
  ["nothing but a stylesheet instruction", '<?xml-stylesheet type="text/xsl" href="/3.2/style/exchange.xsl"?>'],
  ["nothing at all", ""],
  ["another document", "<other/>"],
])("a 200 that holds %s is a failure and not remembered", async (_name, body) => {
  await using bench = await startBench(inTurn(answerBody(body, "application/xml"), biblio));
  const [result] = await firstDocuments(bench.client, [FOUND], createCallContext());
  expect(failure(result)?.kind).toBe("malformed");
  expect(await firstDocuments(bench.client, [FOUND], createCallContext())).toMatchObject([
    { value: { publication: FOUND } },
  ]);
});

test("trap 12: a 403 without a reason is a refusal, handed on without its text", async () => {
  await using bench = await startBench(
    answerStatus(403, {}, "<error><code>403</code><message>Forbidden for SECRET-KEY</message></error>"),
  );
  const [result] = await firstDocuments(bench.client, [FOUND], createCallContext());
  expect(failure(result)).toEqual({ kind: "rejected", status: 403 });
});

test("a JSON answer is read as well", async () => {
  const json =
    '{"ops:world-patent-data":{"exchange-documents":{"exchange-document":{"@country":"CN","@doc-number":"198000001","@kind":"A","bibliographic-data":{}}}}}';
  await using bench = await startBench(answerBody(json, "application/json"));
  expect(await firstDocuments(bench.client, [FOUND], createCallContext())).toMatchObject([
    { value: { publication: FOUND } },
  ]);
});

test("wrong credentials are a refusal that is not repeated for a minute", async () => {
  await using bench = await startBench(
    biblio,
    answerStatus(401, {}, '{"ErrorCode":"invalid_client","Error":"ClientId is Invalid"}'),
  );
  for (let count = 0; count < 3; count++) {
    const context = createCallContext();
    const [result] = await firstDocuments(bench.client, [FOUND], context);
    expect(failure(result)).toEqual({ kind: "rejected", status: 401 });
    expect(context.events.at(-1)?.outcome).toBe("UNAVAILABLE");
  }
  expect(bench.paths()).toEqual(["accesstoken"]);
});

test("one token serves all who wait for it, and one who leaves takes it from nobody", async () => {
  const released = Promise.withResolvers<void>();
  await using bench = await startBench(biblio, async (request, response) => {
    await released.promise;
    return token(request, response);
  });
  const leaver = createCallContext();
  const asked = [leaver, createCallContext(), createCallContext()].map((context) =>
    firstDocuments(bench.client, [FOUND], context),
  );
  await bench.upstream.received(1);
  leaver.leave();
  expect(failure((await asked[0])?.[0])).toEqual({ kind: "aborted" });
  released.resolve();
  expect(await asked[1]).toMatchObject([{ value: { publication: FOUND } }]);
  expect(await asked[2]).toMatchObject([{ value: { publication: FOUND } }]);
  expect(bench.paths()).toEqual(["accesstoken", "biblio"]);
});

test("a token that does not come in time is the asker's timeout", async () => {
  await using bench = await startBench(biblio, hang);
  const [result] = await firstDocuments(bench.client, [FOUND], createCallContext({ timeoutMs: 100 }));
  expect(failure(result)?.kind).toBe("timeout");
});

test("a token answer without a token is malformed, a page there is no token", async () => {
  await using bench = await startBench(
    biblio,
    inTurn(answerBody('{"expires_in":"1199"}', "application/json"), answerHtml("<html><p>Maintenance</p></html>")),
  );
  for (let count = 0; count < 2; count++) {
    const [result] = await firstDocuments(bench.client, [FOUND], createCallContext());
    expect(failure(result)?.kind).toBe("malformed");
  }
});

test("neither key, secret nor token is ever logged", async () => {
  const lines: string[] = [];
  const write = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const logger: Logger = { info: write, warn: write, error: write, debug: write };
  await using bench = await startBench(
    inTurn(badToken, biblio, answerStatus(403, { "x-rejection-reason": "IndividualQuotaPerHour" })),
    token,
    logger,
  );
  await firstDocuments(bench.client, [FOUND], createCallContext());
  await firstDocuments(bench.client, [OTHER], createCallContext());
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.join("\n")).not.toMatch(/SECRET-TOKEN|sandbox-secret|Basic|Bearer/);
});

interface Bench extends AsyncDisposable {
  readonly client: EpoOpsClient;
  readonly upstream: TestUpstream;
  /** Last part of each path that was asked, in order. */
  paths(): readonly (string | undefined)[];
}

async function startBench(rest: UpstreamHandler, auth: UpstreamHandler = token, logger?: Logger): Promise<Bench> {
  const upstream = await startUpstream((request, response) =>
    (request.path.endsWith("/auth/accesstoken") ? auth : rest)(request, response),
  );
  const runtime = createTestRuntime("epo-ops", upstream.url, logger === undefined ? {} : { logger });
  return {
    upstream,
    client: await clientAt(upstream.url, runtime),
    paths: () => upstream.requests.map(({ path }) => path.split("/").at(-1)),
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

function failure(result: unknown) {
  return result instanceof UpstreamError ? result.failure : undefined;
}
