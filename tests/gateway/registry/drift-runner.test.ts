import { mkdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Registry } from "prom-client";
import { expect, test, vi } from "vitest";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { lookAtKinds } from "#adapters/manifest/kit/look-at-kinds.ts";
import { type Logger, SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { DriftRunner, type LookedAt } from "#gateway/registry/drift-runner.ts";
import { openRegistry } from "#gateway/registry/node-registry.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { startUpstream, type TestUpstream } from "#tests/support/start-upstream.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

const EVERY_MS = 6 * 3_600_000;
const CONFORMANCE = { score: 100, failed: [], checkedAt: "2026-11-28T00:00:00.000Z" };

type Rows = readonly Readonly<Record<string, string>>[];

const ROWS: Rows = Array.from({ length: 12 }, (_, at) => ({ id: `r${at}`, title: `专利分析报告第${at}号` }));

function give(upstream: TestUpstream, rows: Rows, status = 200): void {
  upstream.answer((_request, response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ total: rows.length, rows }));
  });
}

function say(upstream: TestUpstream, body: string): void {
  upstream.answer((_request, response) => void response.end(body));
}

function manifestAt(url: string): Manifest {
  const manifest = manifestFor(url, {
    source: { politeness: { requestsPerSecond: 1_000, burst: 1_000 } },
    kindName: "REPORT",
    kind: {
      list: { request: { path: "/list" }, decode: { format: "json", rows: "rows", total: "total" } },
      cache: { list: "0s", record: "0s" },
    },
  });
  return { ...manifest, probes: [{ kind: "REPORT", atLeast: 5 }] };
}

/** A live node over a real platform, and a gateway that looks at it. */
async function openNode(dataDir: string, isAsked: LookedAt["isAsked"] = () => true) {
  const stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream(() => {}));
  give(upstream, ROWS);
  const manifest = manifestAt(upstream.url);
  const { sources } = stack.use(await startManifest(manifest));
  const timer = new ManualClock(Date.now());
  const lines: object[] = [];
  const note = (fields: object) => void lines.push(fields);
  const logger: Logger = { ...SILENT_LOGGER, warn: note, info: note };
  const registry = await openRegistry({ dataDir, timer, logger: SILENT_LOGGER });
  stack.defer(() => registry.close());
  const register = async (version: string) => {
    const digest = await registry.texts.keep(version);
    const write = (what: Parameters<typeof registry.write>[2]) => registry.write("example", "OPERATOR", what);
    await write(() => ({ act: "register", version, kind: "MANIFEST", digest, hosts: [] }));
    await write(() => ({ act: "check", version, passed: true, conformance: CONFORMANCE }));
    await write(() => ({ act: "promote", version }));
  };
  const open = () => {
    const metrics = new Registry();
    const drifts = new DriftRunner({
      ...{ registry, dataDir, timer, logger, metrics, everyMs: EVERY_MS },
      read: (version) => ({
        ok: true,
        node: {
          ...{ kind: "MANIFEST", code: "example", version, name: manifest.name, hosts: [], manifest },
          make: () => Promise.reject(new Error("not made here")),
          check: () => Promise.reject(new Error("not checked here")),
          compare: () => Promise.reject(new Error("not compared here")),
        },
      }),
      node: { isAsked, look: (told, limits) => lookAtKinds(told, { clients: sources, ...limits }) },
    });
    drifts.start();
    stack.defer(() => drifts.stop());
    const told = () => {
      const entry = registry.of("example");
      return entry === undefined ? null : drifts.standingOf(entry);
    };
    return { drifts, told, figures: () => metrics.metrics() };
  };
  const dispose = () => stack.disposeAsync();
  return { upstream, timer, lines, register, open, [Symbol.asyncDispose]: dispose };
}

type Bench = Awaited<ReturnType<typeof openNode>>;
type Told = ReturnType<ReturnType<Bench["open"]>["told"]>;

/** Time passes until the node was looked at once more. */
async function lookedAgain({ timer }: Bench, told: () => Told, passMs: number): Promise<Told> {
  const before = told()?.askedAt;
  await timer.advance(passMs - 60_000);
  expect(told()?.askedAt).toBe(before);
  const rounds = roundsOf(timer);
  await timer.advance(60_000);
  const patience = { timeout: 10_000 };
  await vi.waitFor(() => expect(told()?.askedAt).not.toBe(before), patience);
  // It is written down, too, and the next round is set.
  await vi.waitFor(() => expect(roundsOf(timer)).toBeGreaterThan(rounds), patience);
  return told();
}

/** Rounds that were ever set. */
function roundsOf({ delays }: ManualClock): number {
  return delays.filter((delay) => delay === 60_000).length;
}

test("a live node is looked at after a minute, then every six hours, and nothing is said while it is as it was", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const { told, figures } = bench.open();
  expect(told()).toBeNull();
  expect(await lookedAgain(bench, told, 60_000)).toMatchObject({ version: "1.0.0", since: null });
  expect(await lookedAgain(bench, told, EVERY_MS)).toMatchObject({ since: null, kinds: [{ kind: "REPORT" }] });
  expect(bench.upstream.requests).toHaveLength(2);
  expect(bench.lines).toEqual([]);
  expect(await figures()).toContain('hub_node_drift{node="example"} 0');
});

test("when its answers change there is one line, a figure, what and since when, until they are as they were", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const { told, figures } = bench.open();
  await lookedAgain(bench, told, 60_000);
  give(
    bench.upstream,
    ROWS.map(({ id = "" }) => ({ id, headline: "改名的栏目" })),
  );
  const changed = await lookedAgain(bench, told, EVERY_MS);
  expect(changed).toMatchObject({
    since: changed?.askedAt,
    kinds: [{ kind: "REPORT", findings: [{ code: "FIELD_EMPTY", about: "title" }] }],
  });
  expect(await lookedAgain(bench, told, EVERY_MS)).toMatchObject({ since: changed?.since });
  expect(bench.lines).toEqual([
    {
      event: "node-drift",
      node: "example",
      version: "1.0.0",
      since: changed?.since,
      findings: ["FIELD_EMPTY REPORT.title"],
    },
  ]);
  expect(await figures()).toContain('hub_node_drift{node="example"} 1');
  expect(await figures()).toContain('hub_node_probes_total{node="example",result="drift"} 2');
  give(bench.upstream, ROWS);
  expect(await lookedAgain(bench, told, EVERY_MS)).toMatchObject({ since: null, kinds: [{ findings: [] }] });
  expect(bench.lines.slice(1)).toEqual([{ event: "node-drift-over", node: "example", version: "1.0.0" }]);
  expect(await figures()).toContain('hub_node_drift{node="example"} 0');
});

test.each<[string, string, (upstream: TestUpstream) => void]>([
  ["fewer than its probe says", "TOO_FEW", (upstream) => give(upstream, ROWS.slice(0, 4))],
  ["rows by another name", "UNREADABLE", (upstream) => say(upstream, '{"list":[]}')],
  ["a page in place of data", "UNREADABLE", (upstream) => say(upstream, "<p>维护中")],
  ["the address is gone", "UNREADABLE", (upstream) => give(upstream, ROWS, 404)],
  ["the hub is refused", "UNREADABLE", (upstream) => give(upstream, ROWS, 403)],
])("%s: %s", async (_what, code, change) => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const { told } = bench.open();
  await lookedAgain(bench, told, 60_000);
  change(bench.upstream);
  expect(await lookedAgain(bench, told, EVERY_MS)).toMatchObject({ kinds: [{ findings: [{ code }] }] });
});

test("a platform that is down has not changed: what was known holds, and it is asked again after an hour", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const { told } = bench.open();
  await lookedAgain(bench, told, 60_000);
  give(bench.upstream, ROWS, 500);
  const down = await lookedAgain(bench, told, EVERY_MS);
  expect(down).toMatchObject({
    since: null,
    kinds: [{ findings: [], unanswered: { en: expect.stringContaining("500") } }],
  });
  give(bench.upstream, ROWS.slice(0, 1));
  expect(await lookedAgain(bench, told, EVERY_MS / 6)).toMatchObject({ kinds: [{ findings: [{ code: "TOO_FEW" }] }] });
});

test("what was seen holds over a restart, and gateways on one folder ask once; another version begins anew", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const first = bench.open();
  await lookedAgain(bench, first.told, 60_000);
  await first.drifts.stop();
  const second = bench.open();
  await lookedAgain(bench, second.told, 60_000);
  expect(bench.upstream.requests).toHaveLength(1);
  give(
    bench.upstream,
    [...ROWS, ...ROWS].map((row, at) => ({ id: `${row["id"]}-${at}`, headline: "改名" })),
  );
  const changed = await lookedAgain(bench, second.told, EVERY_MS - 60_000);
  expect(changed).toMatchObject({ kinds: [{ findings: [{ code: "FIELD_EMPTY" }] }] });
  await bench.register("1.1.0");
  expect(second.told()).toBeNull();
  expect(await lookedAgain(bench, second.told, 60_000)).toMatchObject({ version: "1.1.0", since: null });
});

test("what was answered while another version took its place is not told of either", async () => {
  await using folder = await temporaryFolder();
  let inGraph = "1.0.0";
  await using bench = await openNode(folder.path, (_entry, { version }) => version === inGraph);
  await bench.register("1.0.0");
  const { told } = bench.open();
  const held = Promise.withResolvers<void>();
  bench.upstream.answer((_request, response) => {
    void held.promise.then(() => response.end(JSON.stringify({ total: 0, rows: [] })));
  });
  await bench.timer.advance(60_000);
  await vi.waitFor(() => expect(bench.upstream.requests).toHaveLength(1));
  // The registry says so, the graph has the old one still: it is not asked by the new one's words.
  await bench.register("1.1.0");
  const rounds = roundsOf(bench.timer);
  held.resolve();
  await vi.waitFor(() => expect(roundsOf(bench.timer)).toBe(rounds + 1));
  await bench.timer.advance(60_000);
  expect([told(), bench.upstream.requests.length, bench.lines]).toEqual([null, 1, []]);
  give(bench.upstream, ROWS);
  inGraph = "1.1.0";
  expect(await lookedAgain(bench, told, 60_000)).toMatchObject({ version: "1.1.0", since: null });
});

test("of gateways that are due at the same moment one asks, and the other knows by the next round", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const [one, other] = [bench.open(), bench.open()];
  const told = () => [one.told(), other.told()].filter((standing) => standing !== null);
  await bench.timer.advance(60_000);
  await vi.waitFor(() => expect(told()).toHaveLength(1), { timeout: 10_000 });
  await vi.waitFor(() => expect(roundsOf(bench.timer)).toBe(4));
  await bench.timer.advance(60_000);
  await vi.waitFor(() => expect(told()).toHaveLength(2), { timeout: 10_000 });
  expect(one.told()).toEqual(other.told());
  expect(bench.upstream.requests).toHaveLength(1);
});

test("a look that a crash broke off holds nobody up for long", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path);
  await bench.register("1.0.0");
  const left = join(folder.path, "registry", "drift", "example.looking");
  await mkdir(dirname(left), { recursive: true });
  await writeFile(left, "");
  const { told } = bench.open();
  await bench.timer.advance(60_000);
  await vi.waitFor(() => expect(roundsOf(bench.timer)).toBe(2));
  expect([told(), bench.upstream.requests]).toEqual([null, []]);
  const longAgo = new Date(Date.now() - 3_600_000);
  await utimes(left, longAgo, longAgo);
  await bench.timer.advance(60_000);
  await vi.waitFor(() => expect(roundsOf(bench.timer)).toBe(3));
  expect(await lookedAgain(bench, told, 60_000)).toMatchObject({ version: "1.0.0" });
});

test("a node that is paused is not asked", async () => {
  await using folder = await temporaryFolder();
  await using bench = await openNode(folder.path, () => false);
  await bench.register("1.0.0");
  const { told } = bench.open();
  await bench.timer.advance(EVERY_MS);
  expect([told(), bench.upstream.requests]).toEqual([null, []]);
});
