import { expect, test } from "vitest";
import { QueryBudget, SearchTooLong } from "#adapters/cnipa-bulk/search/query-budget.ts";
import { bringIndexUpToDate } from "#adapters/cnipa-bulk/search/rebuild-index.ts";
import type { SearchCondition } from "#adapters/cnipa-bulk/search/search-request.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import { near, numberOf, openCorpus, patent, text } from "./corpus.ts";

test("chinese is found by one, two and many characters, never over a comma", async () => {
  await using corpus = await openCorpus();
  corpus.write(
    patent({ serial: 1, title: "一种光学胶" }),
    patent({ serial: 2, title: "光，学胶" }),
    patent({ serial: 3, title: "光学\n胶带及其制备方法" }),
  );
  const found = (sought: string) => serialsOf(corpus.search({ query: text(sought) }));
  expect([found("光"), found("光学"), found("光学胶"), found("学胶带"), found("胶光")]).toEqual([
    [1, 2, 3],
    [1, 3],
    [1, 3],
    [3],
    [],
  ]);
  expect([found("光，学胶"), found("光 学 胶"), found("制备方法"), found("种光学胶")]).toEqual([[2], [1, 3], [3], [1]]);
});

test("latin words are found by their stems and beginnings, in any width and case", async () => {
  await using corpus = await openCorpus();
  corpus.write(
    patent({ serial: 1, title: "光学胶", titleEn: "Optically clear adhesives for displays" }),
    patent({ serial: 2, title: "ＬＥＤ灯", abstract: "A photovoltaic module; LED-lamp, 0.5 mm" }),
  );
  const found = (sought: string, match: "PHRASE" | "PREFIX" = "PHRASE") =>
    serialsOf(corpus.search({ query: text(sought, ["TITLE", "ABSTRACT"], match) }));
  expect([found("adhesive"), found("Display"), found("led"), found("clear adhesive")]).toEqual([[1], [1], [2], [1]]);
  expect([found("adhes", "PREFIX"), found("photo", "PREFIX"), found("photovoltaics", "PREFIX")]).toEqual([
    [1],
    [2],
    [2],
  ]);
  expect([found("adhes"), found("photo"), found("clear adh", "PREFIX"), found("LED灯"), found("led lamp")]).toEqual([
    [],
    [],
    [1],
    [2],
    [2],
  ]);
  expect(found("0.5 mm")).toEqual([2]);
});

test("nearness counts what lies between, in one field, in order if so asked", async () => {
  await using corpus = await openCorpus();
  corpus.write(
    patent({ serial: 1, title: "光学用途的胶", abstract: "无" }),
    patent({ serial: 2, title: "胶与光学" }),
    patent({ serial: 3, title: "光学", abstract: "胶" }),
  );
  const found = (distance: number, isOrdered: boolean) =>
    serialsOf(corpus.search({ query: near(["光学", "胶"], distance, { isOrdered }) }));
  expect([found(3, true), found(2, true), found(3, false), found(1, false), found(0, false)]).toEqual([
    [1],
    [],
    [1, 2],
    [2],
    [],
  ]);
});

test("names are found where they stand, in every publication, and apart from texts", async () => {
  await using corpus = await openCorpus();
  corpus.write(
    patent({
      serial: 1,
      title: "电子科技大学用装置",
      applicants: [applicant("成都某某光电有限公司")],
      inventors: [{ name: "张伟", sequence: 1, withheld: false }],
      agency: { code: "51001" as AgencyCode, name: "成都示例专利代理事务所" },
      agents: ["李娜"],
    }),
    patent({ serial: 2, applicants: [applicant("电子科技大学")] }),
    patent({ serial: 2, kind: "B", published: "2022-05-06", applicants: [applicant("重庆新名有限公司")] }),
  );
  const found = (sought: string, ...fields: ("APPLICANT" | "INVENTOR" | "AGENCY" | "AGENT" | "TITLE")[]) =>
    serialsOf(corpus.search({ query: text(sought, fields) }));
  expect([found("电子科技大学", "APPLICANT"), found("电子科技大学", "TITLE")]).toEqual([[2], [1]]);
  expect(found("电子科技大学", "TITLE", "APPLICANT")).toEqual([1, 2]);
  expect([found("张伟", "INVENTOR"), found("成都", "AGENCY"), found("李娜", "AGENT")]).toEqual([[1], [1], [1]]);
  expect([found("新名", "APPLICANT"), found("张伟", "AGENT")]).toEqual([[2], []]);
});

test("numbers, classes, dates, types, parties and agencies narrow without a score", async () => {
  await using corpus = await openCorpus();
  corpus.write(
    patent({
      serial: 1,
      ipc: ["H04L29/08", "C09J4/02"],
      priorities: [{ office: "US", number: "62/123,456", date: "2019-07-01" }],
      applicants: [applicant("成都某某光电有限公司", "510107")],
      agency: { code: "51001" as AgencyCode, name: "示例" },
    }),
    patent({ serial: 2, ipc: ["H04L2/00"], filingDate: "2020-06-02", kind: "B", published: "2023-01-10" }),
    patent({ serial: 3, locarno: ["10-05"], type: "DESIGN", filingDate: null }),
  );
  const found = (filter: SearchCondition) => {
    const page = corpus.search({ filter });
    expect(page.hits.every(({ score }) => score === null)).toBe(true);
    return serialsOf(page);
  };
  const ipc = (...symbols: string[]) => found({ kind: "class", scheme: "IPC", symbols });
  expect([ipc("H04L29"), ipc("H04L2"), ipc("H04L"), ipc("H"), ipc("H04L29/08"), ipc("C09", "H04L2")]).toEqual([
    [1],
    [2],
    [1, 2],
    [1, 2],
    [1],
    [1, 2],
  ]);
  expect([ipc("H04L29/0"), ipc("H0"), ipc("H04L2/")]).toEqual([[], [], []]);
  expect(found({ kind: "class", scheme: "LOCARNO", symbols: ["10"] })).toEqual([3]);
  const number = (of: "APPLICATION" | "PUBLICATION" | "PRIORITY", value: string, match: "EXACT" | "PREFIX") =>
    found({ kind: "number", of, value, match });
  expect(number("APPLICATION", numberOf(2).slice(0, -2), "EXACT")).toEqual([2]);
  expect(number("APPLICATION", "CN2020", "PREFIX")).toEqual([1, 2, 3]);
  expect(number("APPLICATION", "CN2020", "EXACT")).toEqual([]);
  expect(number("PUBLICATION", "CN111000002B", "EXACT")).toEqual([2]);
  expect(number("PUBLICATION", "CN111000002A", "EXACT")).toEqual([]);
  expect(number("PUBLICATION", "CN11100000", "PREFIX")).toEqual([1, 2, 3]);
  expect(number("PRIORITY", "US62123456", "EXACT")).toEqual([1]);
  expect(number("PRIORITY", "US62", "PREFIX")).toEqual([1]);
  expect(number("PRIORITY", "62123456", "EXACT")).toEqual([1]);
  expect(number("PRIORITY", "62", "PREFIX")).toEqual([1]);
  expect(number("PRIORITY", "2123456", "EXACT")).toEqual([]);
  expect(found({ kind: "date", of: "FILING", from: "2020-06-02", to: null })).toEqual([2]);
  expect(found({ kind: "date", of: "FILING", from: null, to: null })).toEqual([1, 2]);
  expect(found({ kind: "date", of: "GRANT", from: "2023-01-10", to: "2023-01-10" })).toEqual([2]);
  expect(found({ kind: "type", types: ["DESIGN"] })).toEqual([3]);
  expect(found({ kind: "region", codes: ["510107", "500000"] })).toEqual([1]);
  expect(found({ kind: "agency", codes: ["51001"] })).toEqual([1]);
  expect(found({ kind: "legalStatus", codes: ["IN_FORCE"] })).toEqual([2]);
  expect(found({ kind: "not", operand: { kind: "type", types: ["DESIGN"] } })).toEqual([1, 2]);
  expect(found({ kind: "and", operands: [] })).toEqual([1, 2, 3]);
  expect(found({ kind: "or", operands: [] })).toEqual([]);
});

test("a correction takes the place of what it corrects, an event changes the status, a take-down leaves nothing", async () => {
  await using corpus = await openCorpus();
  corpus.write(patent({ serial: 1, title: "旧名称" }), patent({ serial: 2, title: "别的" }));
  expect(serialsOf(corpus.search({ query: text("名称") }))).toEqual([1]);
  corpus.write(patent({ serial: 1, title: "新标题", kind: "A8", published: "2021-09-09" }));
  expect([text("名称"), text("标题")].map((query) => serialsOf(corpus.search({ query })))).toEqual([[], [1]]);
  const lapsed: SearchCondition = { kind: "legalStatus", codes: ["DEEMED_WITHDRAWN"] };
  expect(serialsOf(corpus.search({ filter: lapsed }))).toEqual([]);
  corpus.writeEvents(1, { code: "WD01", name: "发明专利申请公布后的视为撤回", date: "2023-04-07", items: [] });
  expect(serialsOf(corpus.search({ filter: lapsed }))).toEqual([1]);
  expect(serialsOf(corpus.search({ query: text("标题"), filter: lapsed }))).toEqual([1]);
  const events: SearchCondition = { kind: "date", of: "LEGAL_EVENT", from: "2023-04-01", to: "2023-04-30" };
  expect(serialsOf(corpus.search({ filter: events }))).toEqual([1]);
  corpus.remove(1);
  expect(serialsOf(corpus.search({}))).toEqual([2]);
});

test("a question ends after its time, and what is kept of it is bounded", () => {
  let now = 0;
  const budget = new QueryBudget(() => now);
  budget.check();
  expect([budget.keeps(5_000_000), budget.keeps(5_000_000), budget.keeps(3_000_000)]).toEqual([true, false, true]);
  now = 5_001;
  expect(() => budget.check()).toThrow(SearchTooLong);
});

test("a store that is indexed anew shows nothing twice, and says so while it lasts", async () => {
  await using corpus = await openCorpus();
  corpus.write(...Array.from({ length: 600 }, (_, index) => patent({ serial: index + 1, title: "光学胶" })));
  expect(corpus.search({ query: text("光学") }).total).toEqual({ value: 600, relation: "EXACT" });
  corpus.database.exec("UPDATE search_state SET value = 0 WHERE name = 'version'");
  expect(corpus.search({ query: text("光学") }).total.relation).toBe("AT_LEAST");
  bringIndexUpToDate(corpus.database);
  expect(corpus.search({ query: text("光学") }).total).toEqual({ value: 600, relation: "EXACT" });
  expect(corpus.search({}).total.value).toBe(600);
});

test("hits are shown where they stand, sign by sign as printed", async () => {
  await using corpus = await openCorpus();
  corpus.write(
    patent({
      serial: 1,
      title: "一种ＯＣＡ光学胶",
      abstract: `${"前".repeat(200)}，采用光学胶粘接。`,
      claim: "1.一种光学胶，其特征在于…",
      applicants: [applicant("成都光学胶有限公司"), applicant("别的公司")],
    }),
  );
  const [hit] = corpus.search({
    query: { kind: "or", operands: [text("光学胶", ["TITLE", "ABSTRACT", "CLAIMS", "APPLICANT"]), text("oca")] },
    wantsHighlights: true,
  }).hits;
  const shown = hit?.highlights.map(({ field, segments }) => [
    field,
    segments.filter(({ hit: is }) => is).map((one) => one.text),
  ]);
  expect(shown).toEqual([
    ["TITLE", ["ＯＣＡ", "光学胶"]],
    ["ABSTRACT", ["光学胶"]],
    ["CLAIMS", ["光学胶"]],
    ["APPLICANT", ["光学胶"]],
  ]);
  const abstract = hit?.highlights[1]?.segments.map((one) => one.text).join("") ?? "";
  expect(abstract.length).toBeLessThan(130);
  expect(`${"前".repeat(200)}，采用光学胶粘接。`).toContain(abstract);
});

function applicant(name: string, regionCode: string | null = null) {
  return { name, sequence: 1, address: null, postCode: null, regionCode, officeCode: "CN", uscc: null };
}

function serialsOf({ hits }: { readonly hits: readonly { readonly applicationNumber: string }[] }): number[] {
  return hits.map(({ applicationNumber }) => Number(applicationNumber.slice(7, 14))).sort((a, b) => a - b);
}
