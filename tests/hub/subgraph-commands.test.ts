import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readNodeFile } from "#adapters/manifest/format/read-node-file.ts";
import { ADMIN_ENV } from "#tests/support/ask-admin.ts";
import { startHarbour } from "#tests/support/harbour-server.ts";
import type { PlainSubgraphServer } from "#tests/support/plain-subgraph-server.ts";
import { runCli } from "#tests/support/run-cli.ts";
import { startTestHub, type TestHub } from "#tests/support/start-test-hub.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

// Every command is a process of its own.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const opened = new AsyncDisposableStack();
let server: PlainSubgraphServer;
let hub: TestHub;
let folder: string;
let file: string;

beforeAll(async () => {
  folder = opened.use(await temporaryFolder()).path;
  file = join(folder, "harbour.yaml");
  server = opened.use(await startHarbour());
  const env = { ...ADMIN_ENV, HUB_NODE_HOSTS: server.host, HUB_SIGNING_KEYS: "test-2026:0123456789abcdef0123456789" };
  hub = opened.use(await startTestHub({ env }));
});

afterAll(() => opened.disposeAsync());

function atHub(...args: readonly string[]) {
  return runCli({ ...ADMIN_ENV, HUB_URL: hub.url }, "node", ...args);
}

test("a draft is made of what the server says, tried and checked without a hub", async () => {
  const draft = await runCli({}, "node", "init", "harbour", "--subgraph", server.url);
  expect(draft).toMatchObject({ code: 0, err: "", out: expect.stringContaining("#   HarbourStall @key(id): id name") });
  expect(readNodeFile(draft.out)).toMatchObject({ ok: true, kind: "subgraph", subgraph: { url: server.url } });
  await writeFile(file, draft.out);
  const tried = await runCli({}, "node", "try", file);
  expect(tried).toMatchObject({
    code: 0,
    err: "",
    out: expect.stringMatching(/HarbourStall @key\(id\)[\s\S]*harbourStalls/),
  });
  const checked = await runCli({}, "node", "check", file, "--json");
  expect(JSON.parse(checked.out)).toMatchObject({ code: "harbour", version: "0.1.0", passed: true });
  const results = (JSON.parse(checked.out) as { results: { id: string; outcome: string }[] }).results;
  // There is no graph here to hold it against.
  expect(results.find(({ id }) => id === "MUST-SUBGRAPH-FITS")?.outcome).toBe("skipped");
});

test("the report of its check is written as a page, too", async () => {
  const page = join(folder, "report.html");
  expect(await runCli({}, "node", "check", file, "--html", page)).toMatchObject({ code: 0, err: "" });
  const html = await readFile(page, "utf8");
  expect(html).toContain("harbour 0.1.0");
  expect(html).toMatch(/MUST-SUBGRAPH-SCHEMA[\s\S]*SHOULD-SUBGRAPH-ENTITIES/);
  expect(html).toMatch(/^<!doctype html>/i);
});

test.each([
  ["check", "--offline"],
  ["check", "--record", "kept"],
  ["check", "--recordings", "kept"],
  ["try", "--record", "kept"],
  ["try", "--html", "page.html"],
])("%s %s is refused in both languages, and nothing is asked", async (command, ...options) => {
  const asked = server.requests.length;
  const refused = await runCli({}, "node", command, file, ...options);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toContain(options[0]);
  expect(refused.err).toMatch(/只用于清单：这是子图文件[\s\S]*for manifests alone\. This is the file of a subgraph/);
  expect(server.requests).toHaveLength(asked);
});

test("check of a registered node refuses options for files, without asking the hub", async () => {
  const refused = await runCli({}, "node", "check", "harbour", "--record", "kept");
  expect(refused).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/--record 只用于文件.*for files alone/),
  });
});

test("a server that is not there, and two addresses at once, are told", async () => {
  const away = await runCli({}, "node", "init", "harbour", "--subgraph", "http://127.0.0.1:9/graphql");
  expect(away).toMatchObject({ code: 1, out: "", err: expect.stringMatching(/无法连接.*cannot be reached/) });
  const both = await runCli({}, "node", "init", "harbour", "--subgraph", server.url, "--from", server.url);
  expect(both).toMatchObject({ code: 2, out: "" });
});

test("it goes to the hub by the commands of any other node, and leaves by them", async () => {
  expect(await atHub("register", file)).toMatchObject({ code: 0, out: expect.stringContaining("registered 0.1.0") });
  expect(await atHub("promote", "harbour")).toMatchObject({
    code: 0,
    out: expect.stringMatching(/✓ MUST-SUBGRAPH-FITS[\s\S]*0\.1\.0 is live/),
  });
  expect((await hub.ask("{ harbourStalls { name } }")).data).toEqual({ harbourStalls: [{ name: "Fish" }] });
  expect((await atHub("list")).out).toMatch(/harbour +LIVE +0\.1\.0 +SUBGRAPH/);
  expect((await atHub("show", "harbour", "--schema")).out).toContain("type HarbourStall implements Node @key");
  expect(await atHub("limit", "harbour", "server", "--rate", "1")).toMatchObject({
    code: 1,
    err: expect.stringContaining("--concurrency N"),
  });
  expect(await atHub("remove", "harbour")).toMatchObject({ code: 0, out: expect.stringContaining("has left") });
});
