import { load } from "cheerio";
import { describe, expect, test } from "vitest";
import * as fujian from "#adapters/manifest/demo/fujian/sandbox.ts";
import { DEMO_WORLD, type DemoBench, serveDemo } from "./serve-demo.ts";

interface Envelope {
  readonly pageNo: number;
  readonly count: string;
  readonly DATA: readonly Readonly<Record<string, string>>[];
  readonly RESULTCODE: string;
  readonly MSG: string;
}

async function ask(sandbox: DemoBench, path: string): Promise<Envelope> {
  const response = await fetch(sandbox.url + path);
  expect(response.status).toBe(200);
  return (await response.json()) as Envelope;
}

describe("the stand-in of the Fujian platform", () => {
  test("speaks the upper-case envelope: 0 is success, totals are texts, days are Chinese", async () => {
    await using sandbox = await serveDemo(fujian);
    const { RESULTCODE, count, DATA } = await ask(sandbox, "/f/api/report/list?pageNo=1&pageSize=5");
    expect({ RESULTCODE, count, rows: DATA.length }).toEqual({ RESULTCODE: "0", count: "48", rows: 5 });
    for (const row of DATA) {
      expect(row["PUBDATE"]).toMatch(/^2026年\d\d月\d\d日$/);
      expect(row["ID"]).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  test("repeats its last page, and fails with status 200", async () => {
    await using sandbox = await serveDemo(fujian);
    const last = await ask(sandbox, "/f/api/report/list?pageNo=3&pageSize=20");
    expect(last.DATA.length).toBe(8);
    expect(await ask(sandbox, "/f/api/report/list?pageNo=9&pageSize=20")).toEqual(last);
    expect(await ask(sandbox, "/f/api/nothing")).toMatchObject({ RESULTCODE: "1", MSG: "接口不存在" });
    expect(await ask(sandbox, "/f/api/report/get?ID=0")).toMatchObject({ RESULTCODE: "4", DATA: [] });
  });

  test("says so while it is being worked on", async () => {
    await using sandbox = await serveDemo(fujian, { settings: { maintenance: true } });
    expect(await ask(sandbox, "/f/api/report/list")).toMatchObject({ RESULTCODE: "99" });
  });

  test("finds reports by word, and leads to their pages", async () => {
    await using sandbox = await serveDemo(fujian);
    const { DATA } = await ask(sandbox, `/f/api/report/list?keyword=${encodeURIComponent("新材料")}`);
    expect(DATA.length).toBe(4);
    const [report] = DATA;
    const page = load(await (await fetch(sandbox.url + report?.["URL"])).text());
    expect(page("h1").text()).toBe(report?.["TITLE"]);
    expect((await fetch(`${sandbox.url}/f/view-${"0".repeat(32)}-${"0".repeat(32)}.html`)).status).toBe(404);
  });

  test("has eleven agencies of the shared world at least, one still under its old name", async () => {
    await using sandbox = await serveDemo(fujian);
    const { DATA } = await ask(sandbox, "/f/api/agency/list?pageSize=50");
    expect(DATA.length).toBeGreaterThanOrEqual(11);
    const known = new Map(DEMO_WORLD.agencies.map((agency) => [agency.code, agency.name]));
    const names = DATA.map(
      (row) => [known.get(row["AGENCYCODE"]?.normalize("NFKC") ?? ""), row["AGENCYNAME"]] as const,
    );
    const plain = (name = ""): string => name.normalize("NFKC");
    expect(names.every(([name]) => name !== undefined)).toBe(true);
    expect(names.filter(([name, printed]) => plain(name) !== plain(printed)).length).toBe(1);
  });

  test("prints its windows as a page", async () => {
    await using sandbox = await serveDemo(fujian);
    const home = load(await (await fetch(`${sandbox.url}/f`)).text());
    const page = load(await (await fetch(sandbox.url + home("a").attr("href"))).text());
    expect(page(".window-item").length).toBe(5);
  });
});
