import { expect, test, vi } from "vitest";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { type OpenManifest, openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { recordTraffic } from "#adapters/manifest/kit/record-traffic.ts";
import { tryKind } from "#adapters/manifest/kit/try-kind.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";
import { jsonReply, numberedRows, type PortalReply, startPortal } from "#tests/support/portal-server.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

vi.setConfig({ testTimeout: 60_000 });

const SIGNAL = AbortSignal.timeout(60_000);
const secrets = () => undefined;
const HURRIED = { requestsPerSecond: 1_000, burst: 1_000, concurrency: 8 };

function manifestOf(url: string, politeness: object = HURRIED): Manifest {
  const list = { request: { path: "/list" }, decode: { format: "json", rows: "rows" }, paging: { type: "none" } };
  return manifestFor(url, { source: { politeness }, kindName: "REPORT", kind: { list } });
}

/** Two sources on one host, of which one wants four questions a second at most. */
function twoSources(url: string): Manifest {
  const { sources, kinds, ...one } = manifestOf(url);
  const { portal: source } = sources;
  const report = kinds["REPORT"];
  if (source === undefined || report === undefined) throw new Error("no source");
  const strict = { ...source, politeness: { requestsPerSecond: 4, burst: 1, concurrency: 1 } };
  return {
    ...one,
    sources: { quick: source, strict },
    kinds: {
      REPORT: { ...report, list: { ...report.list, source: "quick" } },
      DEMAND: { ...report, list: { ...report.list, source: "strict" } },
    },
  };
}

/** Tells when it was asked. */
async function startTimed() {
  const times: number[] = [];
  const portal = await startPortal({
    "/list": () => {
      times.push(performance.now());
      return jsonReply({ rows: numberedRows(3) });
    },
  });
  return {
    ...portal,
    leastGapMs: () => Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? 0))),
  };
}

/** Of each source twice, side by side. */
async function askBoth(open: OpenManifest): Promise<void> {
  const asked = ["REPORT", "DEMAND", "REPORT", "DEMAND"].map(async (kind, index) => {
    const question = { text: "", words: {}, offset: 0, limit: 1 };
    if (index > 1) open.forget();
    await open.client.list(kind, question, open.context(SIGNAL));
  });
  await Promise.all(asked);
}

test("several sources on one host are asked at one pace, that of the strictest", async () => {
  await using portal = await startTimed();
  const manifest = twoSources(portal.url);
  await using open = await openManifest(manifest, { secrets });
  await askBoth(open);
  await tryKind(manifest, open, { kind: "REPORT", text: "", limit: 1, signal: SIGNAL });
  expect(portal.requests.length).toBeGreaterThanOrEqual(3);
  // A quarter of a second each, less what timers are off by.
  expect(portal.leastGapMs()).toBeGreaterThan(200);
});

test("so are they where what is said is recorded, though each is asked through a server of its own", async () => {
  await using folder = await temporaryFolder();
  await using portal = await startTimed();
  await using traffic = await recordTraffic(twoSources(portal.url), { folder: folder.path, secrets: new Map() });
  await using open = await openManifest(traffic.manifest, { secrets, gates: traffic.gates });
  await askBoth(open);
  await checkLive(traffic.manifest, { secrets, gates: traffic.gates, signal: SIGNAL });
  expect(portal.requests.length).toBeGreaterThanOrEqual(4);
  expect(portal.leastGapMs()).toBeGreaterThan(200);
});

/** Busy once, then as it should be. */
function busyOnce(retryAfter: string) {
  let asked = 0;
  return (): PortalReply => {
    asked += 1;
    if (asked === 1) return { status: 503, headers: { "retry-after": retryAfter }, body: "系统繁忙，请稍后再访问" };
    return jsonReply({ rows: numberedRows(3) });
  };
}

test("a short pause that the platform asks for is waited out, by check and by try", async () => {
  await using portal = await startPortal({ "/list": busyOnce("1") });
  const report = await checkLive(manifestOf(portal.url), { secrets, signal: SIGNAL });
  expect(report.results.find(({ id }) => id === "MUST-LISTS-ANSWER")?.outcome).toBe("passed");
  await using other = await startPortal({ "/list": busyOnce("1") });
  const manifest = manifestOf(other.url);
  await using open = await openManifest(manifest, { secrets });
  const tried = await tryKind(manifest, open, { kind: "REPORT", text: "", limit: 3, signal: SIGNAL });
  expect(tried).toMatchObject({ failure: null, total: 3 });
});

test("a long one is told at once", async () => {
  await using portal = await startPortal({ "/list": busyOnce("60") });
  const manifest = manifestOf(portal.url);
  await using open = await openManifest(manifest, { secrets });
  const tried = await tryKind(manifest, open, { kind: "REPORT", text: "", limit: 3, signal: SIGNAL });
  expect(tried.failure?.en).toContain("in 60 s");
  expect(portal.requests).toHaveLength(1);
});
