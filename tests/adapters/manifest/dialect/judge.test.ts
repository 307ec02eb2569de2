import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, numberedRows, type PortalReply, pageReply, startPortal } from "#tests/support/portal-server.ts";

const SOURCE = {
  success: 'body.code == 200 || body.code == "0"',
  errors: [
    { when: "body.code == 10001", kind: "rejected" },
    { when: "body.code == 10002", kind: "login-required" },
    { when: 'string(body.code) == "10004"', kind: "rate-limited", retryAfter: "2m" },
    { when: "body.code == 404", kind: "not-found" },
    { when: "body.code == 503", kind: "maintenance" },
    { when: 'body.contains("系统维护")', kind: "maintenance", retryAfter: "30m" },
    { when: 'status == 403 && headers["x-reason"] == "quota"', kind: "rate-limited" },
  ],
};

async function ask(reply: PortalReply, source: Readonly<Record<string, unknown>> = SOURCE) {
  await using portal = await startPortal({ "/list": () => reply, "/one": () => reply });
  const kind = {
    list: { request: { path: "/list" }, decode: { format: "json", rows: "rows" } },
    detail: { request: { path: "/one", query: { id: "{id}" } }, decode: { format: "json", rows: "rows" } },
  };
  await using bench = await startManifest(manifestFor(portal.url, { source, kind }));
  const list = await bench.client
    .list("LISTING", { words: {}, offset: 0, limit: 10 }, createCallContext())
    .then(({ items }) => items.length)
    .catch((error: unknown) => failureOf(Promise.reject(error)));
  bench.runtimes[0]?.clearCache();
  return list;
}

const rowsWith = (code: unknown) => jsonReply({ code, rows: numberedRows(2) });

describe("an answer with status 200 is taken for", () => {
  test.each([
    ["what it is where it says success", rowsWith(200), 2],
    ["the same where success is a text", rowsWith("0"), 2],
    [
      "a refusal where it says no success",
      rowsWith(500),
      { kind: "rejected", status: 200, reason: "success is not true" },
    ],
    [
      "a refusal where it does not say",
      jsonReply({ rows: [] }),
      { kind: "rejected", status: 200, reason: "success is not true" },
    ],
    ["a refusal that it names", rowsWith(10001), { kind: "rejected", status: 200, reason: "errors[0]" }],
    ["a log-in", rowsWith(10002), { kind: "login-required" }],
    ["a quota used up", rowsWith("10004"), { kind: "rate-limited", retryAfterMs: 120_000 }],
    ["nothing there", rowsWith(404), 0],
    ["maintenance", rowsWith(503), { kind: "unreachable", reason: "maintenance" }],
    [
      "maintenance until later, told on a page",
      pageReply("系统维护，请稍后"),
      { kind: "rate-limited", retryAfterMs: 1_800_000 },
    ],
  ])("%s", async (_name, reply, expected) => {
    expect(await ask(reply)).toEqual(expected);
  });
});

describe("a status", () => {
  test.each([
    [401, {}, { kind: "login-required" }],
    [403, {}, { kind: "rejected", status: 403 }],
    [403, { "x-reason": "quota" }, { kind: "rate-limited", retryAfterMs: 60_000 }],
    [404, {}, { kind: "rejected", status: 404 }],
    [410, {}, { kind: "rejected", status: 410 }],
    [500, {}, { kind: "rejected", status: 500 }],
    [429, { "retry-after": "7" }, { kind: "rate-limited", retryAfterMs: 7_000 }],
  ] as const)("%i with %j", async (status, headers, expected) => {
    expect(await ask({ status, headers, body: "" })).toEqual(expected);
  });

  test("that is told apart in its body is read there", async () => {
    expect(await ask({ ...rowsWith(10002), status: 400 })).toEqual({ kind: "login-required" });
  });
});

test("without a word on success any 2xx will do", async () => {
  expect(await ask(rowsWith("whatever"), {})).toBe(2);
});

describe("status 404", () => {
  const lost: PortalReply = { status: 404, headers: { "content-type": "text/html" }, body: "<h1>HTTP Status 404</h1>" };

  test("of a list is no empty list, unless its owner says that it is one", async () => {
    expect(await ask(lost, {})).toEqual({ kind: "rejected", status: 404 });
    expect(await ask(lost, { errors: [{ when: "status == 404", kind: "not-found" }] })).toBe(0);
  });

  test.each(["detail", "batch"])("of a %s means that there is no such record", async (way) => {
    await using portal = await startPortal({ "/one": () => lost });
    const decode = { format: "json", rows: "rows" };
    const kind = {
      list: { request: { path: "/list" }, decode },
      ...(way === "detail"
        ? { detail: { request: { path: "/one", query: { id: "{id}" } }, decode } }
        : { batch: { request: { path: "/one", query: { ids: "{ids}" } }, decode, separator: ",", size: 10 } }),
    };
    await using bench = await startManifest(manifestFor(portal.url, { kind }));
    const [answer] = await bench.client.records("LISTING", ["7"], createCallContext());
    expect(answer).toMatchObject({ value: null });
  });

  test("of a record that is read through its list is a failure of the list, not an absence", async () => {
    await using portal = await startPortal({ "/list": () => lost });
    const kind = { list: { request: { path: "/list" }, decode: { format: "json", rows: "rows" } } };
    await using bench = await startManifest(manifestFor(portal.url, { kind }));
    const [answer] = await bench.client.records("LISTING", ["7"], createCallContext());
    expect(answer).toMatchObject({ failure: { kind: "rejected", status: 404 } });
  });
});
