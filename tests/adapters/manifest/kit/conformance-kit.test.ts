import { createServer, type RequestListener } from "node:http";
import { describe, expect, test, vi } from "vitest";
import { DEMOS } from "#adapters/manifest/demo/demos.ts";
import { startDemo } from "#adapters/manifest/demo/start-demo.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { checkLive, checkOffline } from "#adapters/manifest/kit/check-live.ts";
import { type ConformanceReport, failedIds, hasPassed, scoreOf } from "#adapters/manifest/kit/conformance-report.ts";
import { KIT_CHECKS } from "#adapters/manifest/kit/kit-checks.ts";
import { openManifest } from "#adapters/manifest/kit/open-manifest.ts";
import { reportHtml } from "#adapters/manifest/kit/report-html.ts";
import { tryKind } from "#adapters/manifest/kit/try-kind.ts";
import { describeReport } from "#gateway/cli/node-print.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";

vi.setConfig({ testTimeout: 60_000 });

const SIGNAL = AbortSignal.timeout(120_000);
const NO_SECRETS = () => undefined;

test("ids of checks never change; each has a level, and a title in both languages", () => {
  expect(Object.keys(KIT_CHECKS)).toMatchInlineSnapshot(`
    [
      "MUST-SECRETS-SET",
      "MUST-LISTS-ANSWER",
      "MUST-PROBES-MET",
      "MUST-IDS-UNIQUE",
      "MUST-IDS-STABLE",
      "MUST-RECORDS-FOUND",
      "MUST-BATCH-ALIGNED",
      "MUST-PAGING-HONEST",
      "MUST-TOTAL-HONEST",
      "MUST-VALUES-READ",
      "MUST-TITLED",
      "MUST-ERRORS-MAPPED",
      "MUST-ABORT-HONOURED",
      "MUST-POLITENESS-KEPT",
      "SHOULD-LINES-WHOLE",
      "SHOULD-IDENTIFIERS-VALID",
      "SHOULD-FIELDS-FILLED",
      "SHOULD-CORE-MAPPED",
      "SHOULD-SEARCH-FINDS",
      "SHOULD-OTHER-PAGES-TOLD",
      "SHOULD-PROBED",
      "SHOULD-MANNERS-TOLD",
      "MAY-PAGES-LINKED",
      "MAY-LOOK-UP",
      "MAY-HARVESTED",
    ]
  `);
  for (const [id, { zh, en }] of Object.entries(KIT_CHECKS)) {
    expect(id).toMatch(/^(?:MUST|SHOULD|MAY)-[A-Z-]+$/);
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toBe("");
  }
});

describe.each(DEMOS)("the demo platform $name", ({ name }) => {
  test("passes the whole kit", async () => {
    const demo = await startDemo(name, { seed: 1, patents: 300 });
    try {
      const read = readManifest(demo.manifest);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const steps: string[] = [];
      const progress = ({ en }: { readonly en: string }) => void steps.push(en);
      const secrets = (secret: string) => demo.secrets[secret];
      const report = await checkLive(read.manifest, { secrets, signal: SIGNAL, progress });
      const kinds = Object.keys(read.manifest.kinds);
      expect(steps.map((step) => step.split(" ")[0])).toEqual([...kinds, "answers"]);
      expect(report.results.filter(({ level, outcome }) => level === "MUST" && outcome === "failed")).toEqual([]);
      expect(failedIds(report)).toEqual([]);
      expect(scoreOf(report)).toBe(100);
    } finally {
      await demo.stop();
    }
  });
});

describe("in the owner's quiet hours", () => {
  const quietHours = [
    { from: "00:00", to: "12:00" },
    { from: "12:00", to: "00:00" },
  ];

  test("nothing is asked, nothing has failed and nothing has passed, and the report says until when", async () => {
    const asked: unknown[] = [];
    const report = await checkPlatform(
      (page) => {
        asked.push(page);
        return pageOf(RECORDS, page);
      },
      {},
      { quietHours },
    );
    expect(asked).toEqual([]);
    expect(report.results.filter(({ level, outcome }) => level === "MUST" && outcome === "failed")).toEqual([]);
    expect(hasPassed(report)).toBe(false);
    expect(report.notNow).toEqual([
      {
        about: "REPORT",
        message: { zh: expect.stringContaining("安静时段，至"), en: expect.stringContaining("until") },
      },
    ]);
    expect(describeReport(report)).toMatch(/--recordings[\s\S]*cannot be checked now.*no score/);
    expect(describeReport(report)).not.toMatch(/score \d/);
    expect(reportHtml(report)).toContain("the owner&#39;s quiet hours, until");
  });

  test("a kind that is tried says so, and not that the platform throttles", async () => {
    const list = {
      request: { path: "/list" },
      decode: { format: "json", rows: "rows" },
      paging: { type: "none" },
    };
    const source = { politeness: { quietHours } };
    const manifest = manifestFor("http://127.0.0.1:9", { source, kindName: "REPORT", kind: { list } });
    await using open = await openManifest(manifest, { secrets: NO_SECRETS });
    const tried = await tryKind(manifest, open, { kind: "REPORT", text: "", limit: 3, signal: SIGNAL });
    expect(tried).toMatchObject({ isNotNow: true, failure: { zh: expect.stringContaining("所有者规定的安静时段") } });
    expect(tried.failure?.en).not.toContain("rate-limited");
  });
});

type Rows = readonly { readonly id: string; readonly title: string }[];

/** A list of records, ten a page, with whatever is wrong with it. */
async function checkPlatform(
  answer: (page: number, question: URL) => object,
  kind: object = {},
  {
    probes = [],
    ...politeness
  }: { readonly probes?: Manifest["probes"]; readonly quietHours?: readonly object[] } = {},
) {
  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? "", "http://localhost");
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(answer(Number(url.searchParams.get("page") ?? "1"), url)));
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const told = manifestFor(`http://127.0.0.1:${port}`, {
    source: { politeness: { requestsPerSecond: 1_000, burst: 1_000, concurrency: 8, ...politeness } },
    kindName: "REPORT",
    kind: {
      list: {
        request: { path: "/list", query: { page: "{page}", q: "{text}" } },
        decode: { format: "json", rows: "rows", total: "total" },
        paging: { type: "page", size: 10 },
        search: { text: true },
      },
      ...kind,
    },
  });
  const manifest = { ...told, probes };
  try {
    return await checkLive(manifest, { secrets: NO_SECRETS, signal: SIGNAL });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const RECORDS: Rows = Array.from({ length: 25 }, (_, at) => ({ id: `r${at}`, title: `专利分析报告第${at}号` }));

function pageOf(rows: Rows, page: number): object {
  return { total: rows.length, rows: rows.slice((page - 1) * 10, page * 10) };
}

function failed(report: ConformanceReport): readonly string[] {
  return failedIds(report).filter((id) => !["SHOULD-CORE-MAPPED", "SHOULD-PROBED"].includes(id));
}

describe("a platform", () => {
  test("that does what it says has nothing to mend", async () => {
    const report = await checkPlatform((page, { searchParams }) =>
      pageOf(
        RECORDS.filter(({ title }) => title.includes(searchParams.get("q") ?? "")),
        page,
      ),
    );
    expect(failed(report)).toEqual([]);
    expect(hasPassed(report)).toBe(true);
  });

  test("that holds others too, left out by the manifest, has nothing to mend", async () => {
    // As a directory of four kinds of organisation, of which one is wanted.
    const marks = [..."1123323233111211111112142123441114321112"];
    const rows = marks.map((kind, at) => ({ id: `r${at}`, title: `专利分析报告第${at}号`, kind }));
    const answer = (page: number, { searchParams }: URL) => {
      const found = rows.filter(({ title }) => title.includes(searchParams.get("q") ?? ""));
      return { total: found.length, rows: found.slice((page - 1) * 10, page * 10) };
    };
    const skip = { skip: 'row.kind != "1"' };
    expect(failed(await checkPlatform(answer, skip, { probes: [{ kind: "REPORT", atLeast: 18 }] }))).toEqual([]);
    const more = await checkPlatform(answer, skip, { probes: [{ kind: "REPORT", atLeast: 21 }] });
    const probes = more.results.find(({ id }) => id === "MUST-PROBES-MET");
    expect(probes?.findings[0]?.message.en).toBe("21 at least were due, there are 20");
  });

  test("that prints a record twice is not said to repeat its pages", async () => {
    const rows = [...RECORDS.slice(0, 4), ...RECORDS.slice(3)];
    const answer = (page: number, { searchParams }: URL) =>
      pageOf(rows.filter(({ title }) => title.includes(searchParams.get("q") ?? "")) as Rows, page);
    expect(failed(await checkPlatform(answer))).toEqual([]);
  });

  test.each<[string, string, (page: number, question: URL) => object]>([
    [
      "that gives its first page again and again",
      "MUST-IDS-UNIQUE",
      () => ({ total: 25, rows: [...RECORDS.slice(0, 1), ...RECORDS.slice(0, 1)] }),
    ],
    ["that fails", "MUST-LISTS-ANSWER", () => ({ rows: null, total: "x" })],
    ["that has no records", "MUST-LISTS-ANSWER", () => ({ total: 0, rows: [] })],
    [
      "whose ids change with every answer",
      "MUST-RECORDS-FOUND",
      (page) =>
        pageOf(
          RECORDS.map((one) => ({ ...one, id: `${one.id}-${Math.random()}` })),
          page,
        ),
    ],
    [
      "whose records have no title",
      "MUST-TITLED",
      (page) =>
        pageOf(
          RECORDS.map((one) => ({ ...one, title: "" })),
          page,
        ),
    ],
    [
      "whose search finds others",
      "SHOULD-SEARCH-FINDS",
      (page, { searchParams }) =>
        (searchParams.get("q") ?? "") === "" ? pageOf(RECORDS, page) : pageOf(RECORDS.slice(20), page),
    ],
  ])("%s is told so (%s)", async (_what, id, answer) => {
    const report = await checkPlatform(answer);
    expect(failed(report)).toContain(id);
    expect(hasPassed(report)).toBe(!id.startsWith("MUST"));
  });
});

test("the file alone tells which secrets are missing, and says no more than it can", () => {
  const manifest: Manifest = manifestFor("http://127.0.0.1:9", {
    source: { authentication: { type: "bearer", secret: "TOKEN" } },
    kind: { list: { request: { path: "/" }, decode: { format: "json" } } },
  });
  const report = checkOffline(manifest, NO_SECRETS);
  expect(failedIds(report)).toContain("MUST-SECRETS-SET");
  expect(hasPassed(report)).toBe(false);
  expect(report.results.find(({ id }) => id === "MUST-LISTS-ANSWER")?.outcome).toBe("skipped");
  expect(failedIds(checkOffline(manifest, () => "x"))).not.toContain("MUST-SECRETS-SET");
});

test("the page escapes whatever a platform said", () => {
  const message = { zh: "<script>alert(1)</script>", en: "'\"&" };
  const finding = { about: "<b>", message };
  const title = KIT_CHECKS["MUST-TITLED"];
  const html = reportHtml({
    code: "a",
    version: "1.0.0",
    mode: "live",
    checkedAt: "2026-11-28T00:00:00.000Z",
    results: [{ id: "MUST-TITLED", level: "MUST", outcome: "failed", title, findings: [finding] }],
  });
  expect(html).not.toMatch(/<script|<b>/);
  expect(html).toContain("&#60;script&#62;");
});
