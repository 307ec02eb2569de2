import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { hasPassed } from "#adapters/manifest/kit/conformance-report.ts";
import { openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { type HostPolicy, readHostPolicy } from "#adapters/runtime/call/host-policy.ts";
import { NO_METRICS } from "#adapters/runtime/call/metrics.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { readSettings } from "#adapters/runtime/settings/read-settings.ts";
import { defineSource, type SourceRuntime } from "#adapters/runtime/source.ts";
import { systemClock } from "#adapters/runtime/system-clock.ts";
import { NodeStates } from "#gateway/execute/node-states.ts";
import { readSubgraph } from "#gateway/members/elsewhere/read-subgraph.ts";
import { type Opening, openMember, readyMember } from "#gateway/open-nodes.ts";
import { readNodeSchema } from "#gateway/supergraph/node-schemas.ts";
import { openSource, readySource } from "#subgraphs/runtime/open-source.ts";
import { NO_TAKE_DOWNS, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { LOOPBACK_FORMS } from "#tests/support/loopback-forms.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";
import { stallNode } from "#tests/support/stall-node.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { redirectTo } from "#tests/support/upstream-faults.ts";

// RELIABILITY 35: no address that a node's owner wrote leads to this machine, unless the operator named the host.

const SETTINGS = readSettings({ env: {}, file: null });
const KEYS = [{ id: "test", secret: "0123456789abcdef0123456789abcdef" }];
const LICENCE = {
  code: "FAR",
  name: { zh: "远方", en: "Far" },
  attribution: { zh: "远方", en: "Far" },
  accessPolicy: "PUBLIC",
} as const;
const LIST = {
  list: { request: { path: "/list" }, decode: { format: "json", rows: "rows" }, paging: { type: "none" } },
};
const FACTS = { code: "far", name: LICENCE.name, operator: LICENCE.name, region: null, licence: LICENCE };

/** Hears of every connection that is made to it, on both families where the machine has both. */
let connections = 0;
const listener = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
let forms: readonly string[] = [];
let opening: Opening;

beforeAll(async () => {
  listener.listen(0);
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  forms = LOOPBACK_FORMS.map((form) => form.replace("PORT", String(port)));
  const surroundings = {
    dataDir: tmpdir(),
    generated: null,
    logger: SILENT_LOGGER,
    metrics: NO_METRICS,
    gates: new HostGates(),
    takeDowns: { ...NO_TAKE_DOWNS, onChange: () => () => {} } as unknown as TakeDowns,
    userAgent: "test",
    hosts: policy("*"),
  };
  opening = { surroundings, states: new NodeStates(), hosts: policy("*"), remote: { clock: systemClock, keys: KEYS } };
});

afterAll(async () => {
  listener.close();
});

function policy(hosts: string): HostPolicy {
  const read = readHostPolicy(hosts);
  if (read === undefined) throw new Error(`no policy: ${hosts}`);
  return read;
}

function readAt(url: string, hosts = "*") {
  const signal = new AbortController().signal;
  return readSubgraph({ ...FACTS, url }, { hosts: policy(hosts), keys: KEYS, clock: systemClock, signal });
}

/** A source at an address that its owner wrote, as a manifest's is. */
function sourceAt(url: string) {
  return defineSource({
    code: "far-portal",
    name: LICENCE.name,
    kind: "PORTAL",
    licence: LICENCE,
    settings: z.object({ baseUrl: httpUrl().default(url) }),
    politeness: POLITE_DEFAULTS,
    toldUrls: [url],
    create: (runtime) => runtime,
  });
}

test("no form of an address of this machine is asked for a subgraph's schema", async () => {
  expect(forms.length).toBeGreaterThanOrEqual(40);
  for (const url of forms) {
    const read = await readAt(url);
    expect(read.ok, url).toBe(false);
  }
  expect(connections).toBe(0);
});

test("no node elsewhere is asked at such an address", async () => {
  const definition = { ...stallNode("far"), standsAlone: true };
  const schema = readNodeSchema(definition);
  for (const url of forms.filter((form) => URL.canParse(form))) {
    const member = readyMember(definition, SETTINGS, { url });
    const opened = await openMember(member, schema, opening).catch(() => null);
    if (opened === null) continue;
    const { budget: _budget, ...scope } = createCallContext();
    const question = { query: "{ _service { sdl } }", scope: { ...scope, language: "en" as const } };
    await expect(opened.node.service.execute(question), url).rejects.toThrow();
    await opened.close();
  }
  expect(connections).toBe(0);
});

test("no source of a manifest is asked at such an address", async () => {
  const web = forms.filter((form) => /^https?:/i.test(form) && URL.canParse(form));
  expect(web.length).toBeGreaterThanOrEqual(40);
  let refused = 0;
  for (const url of web) {
    const opened = await openSource(readySource(sourceAt(url), SETTINGS), opening.surroundings).catch(() => null);
    if (opened === null) {
      refused += 1;
      continue;
    }
    // A name: looked at when a connection is made.
    const { call } = opened.client as SourceRuntime;
    const request = { operation: "look", url, decode: json(z.unknown()) };
    await expect(call(request, createCallContext()), url).rejects.toThrow();
    await opened.close();
  }
  expect(refused).toBeGreaterThan(25);
  expect(refused).toBeLessThan(web.length);
  expect(connections).toBe(0);
});

test("no node is checked, and none compared, at such an address", async () => {
  const hosts = { policy: policy("*"), hasStandIns: false };
  const secrets = () => undefined;
  const web = forms.filter((form) => /^https?:/i.test(form) && URL.canParse(form));
  const refused: string[] = [];
  for (const url of web) {
    const open = await openManifest(manifestFor(url, { kind: LIST }), { secrets, hosts }).catch(() => null);
    if (open === null) {
      refused.push(url);
      continue;
    }
    const question = { words: {}, offset: 0, limit: 5 };
    await expect(open.client.list("LISTING", question, createCallContext()), url).rejects.toThrow();
    await open[Symbol.asyncDispose]();
  }
  expect(refused.length).toBeGreaterThan(25);
  expect(connections).toBe(0);
  const [first = ""] = refused;
  const signal = AbortSignal.timeout(60_000);
  const report = await checkLive(manifestFor(first, { kind: LIST }), { secrets, signal, hosts });
  expect(hasPassed(report)).toBe(false);
  expect(report.results.find(({ id }) => id === "MUST-LISTS-ANSWER")?.findings).toEqual([
    { about: null, message: expect.objectContaining({ en: expect.stringContaining("HUB_NODE_HOSTS") }) },
  ]);
  expect(connections).toBe(0);
});

test("a subgraph server that redirects is not followed", async () => {
  await using upstream = await startUpstream(redirectTo(forms[0] ?? ""));
  const read = await readAt(upstream.url, new URL(upstream.url).host);
  expect(read.ok).toBe(false);
  expect(upstream.requests).toHaveLength(1);
  expect(connections).toBe(0);
});

test("a host that the operator named is asked, wherever it is", async () => {
  await using upstream = await startUpstream(redirectTo("http://example.com/"));
  const { port } = new URL(upstream.url);
  for (const host of ["127.0.0.1", `localhost:${port}`]) {
    await readAt(`http://${host.includes(":") ? host : `${host}:${port}`}/`, host);
  }
  expect(upstream.requests).toHaveLength(2);
});

test.each([
  ["*", "http://portal.example.cn/", true],
  ["*.example.cn", "http://portal.example.cn/", true],
  ["*.example.cn", "http://example.cn.evil.example/", false],
  ["*.example.cn", "http://evilexample.cn/", false],
  ["portal.example.cn", "http://portal.example.cn:8080/", true],
  ["portal.example.cn:8080", "http://portal.example.cn:8081/", false],
  ["", "http://portal.example.cn/", false],
  ["*", "http://8.8.8.8/", true],
  ["*", "http://user:word@portal.example.cn/", false],
])("with HUB_NODE_HOSTS=%s, %s may be asked: %s", (hosts, url, isAllowed) => {
  expect(policy(hosts).judge(new URL(url)).isAllowed).toBe(isAllowed);
});

test.each(["http://portal.example.cn", "portal example", "*portal", "portal.cn/path", "portal:999999"])(
  "%s is no host to name",
  (text) => {
    expect(readHostPolicy(text)).toBeUndefined();
  },
);
