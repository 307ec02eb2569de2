import { describe, expect, test } from "vitest";
import { demoNamed } from "#adapters/manifest/demo/demos.ts";
import * as fujian from "#adapters/manifest/demo/fujian/sandbox.ts";
import * as outletCsv from "#adapters/manifest/demo/outlet-csv/sandbox.ts";
import { CONTENT } from "#adapters/manifest/demo/outlets/content.ts";
import { DIALECTS } from "#adapters/manifest/demo/outlets/dialects.ts";
import { outletManifest } from "#adapters/manifest/demo/outlets/outlet-manifest.ts";
import * as outlets from "#adapters/manifest/demo/outlets/sandbox.ts";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import * as shanghai from "#adapters/manifest/demo/shanghai/sandbox.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { SandboxModule } from "#adapters/runtime/sandbox/sandbox-module.ts";
import type { Clock, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { DEMO_WORLD, serveDemo } from "./serve-demo.ts";
import { openTold, type ToldClient } from "./told-client.ts";

const MODULES = { shanghai, fujian, "outlet-csv": outletCsv } as const;

async function openDemo(name: keyof typeof MODULES, settings = {}, clock: Clock = { now: Date.now }) {
  const sandbox = await serveDemo(MODULES[name], { settings, clock });
  const demo = demoNamed(name);
  const told = await openTold(pointManifestAt(await demo.readManifest(), sandbox.url), sandbox.url, demo.secrets);
  return {
    ...told,
    sandbox,
    [Symbol.asyncDispose]: async () => {
      await told[Symbol.asyncDispose]();
      await sandbox.stop();
    },
  };
}

function listAll({ client }: ToldClient, kind: string, text = "") {
  return client.list(kind, { text, words: {}, offset: 0, limit: 1_000 }, createCallContext());
}

function problemsOf(items: readonly Sourced<MappedRecord>[], severity: string): readonly string[] {
  return items.flatMap(({ value }) =>
    value.problems.flatMap((problem) =>
      problem.severity === severity ? [`${value.id} ${problem.field} ${problem.code} ${problem.raw}`] : [],
    ),
  );
}

describe("Shanghai, told by its manifest alone", () => {
  test("gives all of its kinds without a field that could not be read", async () => {
    await using demo = await openDemo("shanghai");
    for (const kind of Object.keys(demo.manifest.kinds)) {
      const { items, total } = await listAll(demo, kind);
      expect({ kind, items: items.length }).toEqual({ kind, items: total });
      expect(items.length).toBeGreaterThan(10);
      expect(problemsOf(items, "error")).toEqual([]);
    }
  });

  test("tells the well-known deal from GBK pages: parties, mode, day, and the patent in canonical form", async () => {
    await using demo = await openDemo("shanghai");
    const { items } = await listAll(demo, "CONTRACT_RECORD", "山地光伏组件清洗装置");
    const deal = items.find(({ value }) => value.fields["patent"] === "CN201810555666.1");
    expect(deal?.value.fields).toMatchObject({
      mode: { code: "ASSIGNMENT", raw: "专利权转让" },
      recordedDate: "2023-03-13",
      parties: [{ name: "成都示例光电有限公司" }, { name: "重庆示例新材料有限公司" }],
    });
  });

  test("reads a record's own page to the same record as the list's row", async () => {
    await using listed = await openDemo("shanghai");
    const { items } = await listAll(listed, "LISTING");
    await using fresh = await openDemo("shanghai");
    const ids = items.slice(0, 5).map(({ value }) => value.id);
    const records = await fresh.client.records("LISTING", [...ids, "nothing"], createCallContext());
    const values = records.map((record) => (record instanceof UpstreamError ? record : record.value));
    expect(values).toEqual([...items.slice(0, 5).map(({ value }) => value), null]);
  });

  test("logs a guest in once for all questions, and anew when the platform has forgotten the session", async () => {
    const clock = new ManualClock();
    await using demo = await openDemo("shanghai", {}, clock);
    const logIns = async () => (await demo.sandbox.counts())["/Search/login.do"];
    await Promise.all([listAll(demo, "CONTRACT_RECORD"), listAll(demo, "LISTING")]);
    expect(await logIns()).toBe(1);
    await clock.advance(21 * 60_000);
    expect((await listAll(demo, "PATENT_RECORD", "光学胶")).items.length).toBeGreaterThan(0);
    expect(await logIns()).toBe(2);
  });

  test("is told to wait where the address is shut out, and stops at the platform's own ceiling", async () => {
    await using banned = await openDemo("shanghai", { perHour: 1 });
    await expect(listAll(banned, "CONTRACT_RECORD")).rejects.toMatchObject({ failure: { kind: "rate-limited" } });
    await using capped = await openDemo("shanghai", { pageCeiling: 1 });
    await expect(
      capped.client.list("PATENT_RECORD", { words: {}, offset: 100, limit: 10 }, createCallContext()),
    ).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });
});

test("a page about something else is no record and no empty list", async () => {
  const elsewhere: SandboxModule = {
    createSandbox: async (options) => {
      const answer = await shanghai.createSandbox(options);
      return (request, response) =>
        /detail\.jsp|Topic/.test(request.url ?? "")
          ? void response.end("<html><body>系统维护中，请稍后访问</body></html>")
          : answer(request, response);
    },
  };
  await using sandbox = await serveDemo(elsewhere);
  const text = await demoNamed("shanghai").readManifest();
  await using told = await openTold(pointManifestAt(text, sandbox.url), sandbox.url);
  const [record] = await told.client.records("LISTING", ["PM20260001"], createCallContext());
  expect(record).toMatchObject({ failure: { kind: "malformed" } });
  await expect(listAll(told, "TOPIC_COLLECTION")).rejects.toMatchObject({ failure: { kind: "malformed" } });
});

describe("Fujian, told by its manifest alone", () => {
  test("gives reports with topic and day, agencies with codes, windows with numbers", async () => {
    await using demo = await openDemo("fujian");
    const reports = await listAll(demo, "REPORT");
    expect(reports.total).toBe(48);
    for (const { value } of reports.items) {
      expect(value.fields).toMatchObject({
        title: expect.any(String),
        topic: expect.any(String),
        publishedDate: expect.stringMatching(/^202[3-6]-\d\d-\d\d$/),
      });
    }
    const agencies = await listAll(demo, "AGENCY_PROFILE");
    const codes = agencies.items.map(({ value }) => value.fields["agency"]);
    const known = new Set(DEMO_WORLD.agencies.map(({ code }) => code));
    expect(codes.filter((code) => !known.has(String(code)))).toEqual([]);
    expect(agencies.items.length).toBeGreaterThanOrEqual(11);
    const windows = await listAll(demo, "SERVICE_WINDOW");
    expect(windows.items.map(({ value }) => value.fields["name"])).toContain("维权援助窗口");
    expect(problemsOf([...reports.items, ...agencies.items, ...windows.items], "error")).toEqual([]);
  });

  test("masks telephones, in fields of their own and in free text", async () => {
    await using demo = await openDemo("fujian");
    const { items } = await listAll(demo, "AGENCY_PROFILE");
    const phones = DEMO_WORLD.agencies.map(({ phone }) => phone);
    const text = JSON.stringify(items);
    expect(phones.filter((phone) => text.includes(phone))).toEqual([]);
  });

  test("takes maintenance for what it is, with status 200", async () => {
    await using demo = await openDemo("fujian", { maintenance: true });
    await expect(listAll(demo, "REPORT")).rejects.toMatchObject({ failure: { kind: "rate-limited" } });
  });
});

describe("the outlet with CSV over a signed gateway", () => {
  test("gives reports, experts and activities", async () => {
    await using demo = await openDemo("outlet-csv");
    for (const kind of ["REPORT", "EXPERT", "ACTIVITY"]) {
      const { items, total } = await listAll(demo, kind);
      expect(items.length).toBe(total);
      expect(items.length).toBeGreaterThan(3);
      expect(problemsOf(items, "error")).toEqual([]);
    }
  });

  test("signs each question anew, and is refused with another secret", async () => {
    await using sandbox = await serveDemo(outletCsv);
    const text = pointManifestAt(await demoNamed("outlet-csv").readManifest(), sandbox.url);
    await using told = await openTold(text, sandbox.url, { CLIENT_ID: "hub-demo", CLIENT_SECRET: "wrong" });
    await expect(listAll(told, "REPORT")).rejects.toMatchObject({ failure: { kind: "rejected" } });
  });
});

describe.each(DIALECTS.map((dialect, outlet) => ({ dialect, outlet, code: dialect.code })))(
  "outlet $code",
  ({ dialect, outlet }) => {
    test("gives every record of its part of the world, each once, and finds by word", async () => {
      await using sandbox = await serveDemo(outlets, { settings: { outlet } });
      await using told = await openTold(outletManifest(dialect, sandbox.url), sandbox.url, dialect.secrets);
      const rows = CONTENT[dialect.kind].rows(DEMO_WORLD, outlet);
      const { items } = await listAll(told, dialect.kind);
      expect(items.map(({ value }) => value.id)).toEqual(rows.map(({ bh }) => bh));
      expect(problemsOf(items, "error")).toEqual([]);
      const [last] = rows.toReversed();
      const word =
        last?.["zt"] ?? last?.["mk"] ?? last?.["hdlx"] ?? last?.["xm"] ?? last?.["jgmc"] ?? last?.["mc"] ?? "";
      const found = await listAll(told, dialect.kind, word);
      expect(found.items.length).toBeGreaterThan(0);
      expect(found.items.length).toBeLessThan(items.length);
    });
  },
);
