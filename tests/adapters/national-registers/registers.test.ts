import { expect, test } from "vitest";
import type { RightsRegister } from "#adapters/national-registers/records.ts";
import { source } from "#adapters/national-registers/source.ts";
import { startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { expandRegions } from "#schema/codes/regions.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { answerBody } from "#tests/support/upstream-faults.ts";
import { openRegisters, REGISTERS_WORLD } from "./open-registers.ts";

const OPTICS = "成都示例光电有限公司";
const { rights } = REGISTERS_WORLD;

test("the well-known mark comes whole, its two classes with goods, steps and the register's codes", async () => {
  await using bench = await openRegisters();
  const mark = await one(bench.registers.trademarks, "68012345");
  expect(mark).toMatchObject({
    number: "68012345",
    name: "示例光",
    kind: { code: "ORDINARY", raw: "一般" },
    owners: [OPTICS],
    region: "510100",
    agencyName: "重庆示例知识产权代理事务所（普通合伙）",
    filingDate: "2022-11-02",
    preliminaryDate: "2023-02-20",
    registrationDate: "2023-05-21",
    validFrom: "2023-05-21",
    validUntil: "2033-05-20",
  });
  expect(mark?.classes.map(({ niceClass }) => niceClass)).toEqual([9, 42]);
  expect(mark?.classes[0]).toMatchObject({
    goods: [
      { text: "光学器械和仪器", similarGroup: "0911", itemCode: "C099001" },
      { text: "光学胶固化监测仪", similarGroup: "0910", itemCode: "C099002" },
    ],
    flows: [
      { date: "2022-11-24", text: "商标注册申请受理通知书发文" },
      { date: "2023-02-20", text: "商标注册申请初步审定公告排版完成" },
      { date: "2023-05-21", text: "商标注册申请注册公告排版完成" },
    ],
  });
});

test("the other well-known rights come with their numbers, days and owners", async () => {
  await using bench = await openRegisters();
  const { software, layoutDesigns, indications, works } = bench.registers;
  expect(await one(software, "2023SR0123456")).toMatchObject({
    name: "光学胶固化监控软件",
    version: "V1.0",
    owners: [OPTICS],
    certificateNumber: "软著登字第10990001号",
    registrationDate: "2023-01-19",
    publicationDate: null,
    shortName: null,
  });
  expect(await one(layoutDesigns, "BS.235001230")).toMatchObject({
    owners: [OPTICS],
    filingDate: "2023-01-10",
    creationDate: "2022-06-30",
    exploitationDate: "2022-11-18",
    warning: { zh: expect.stringContaining("应为 6") },
  });
  expect(await one(indications, "2019年第990号")).toMatchObject({
    system: { code: "PRODUCT", raw: "地理标志产品" },
    name: "示例柑橘",
    region: "511400",
    owners: ["眉山市示例柑橘协会"],
    announcementDate: "2019-08-16",
  });
  expect(await one(works, "渝作登字-2024-F-09900001")).toMatchObject({
    category: "美术",
    registrationDate: "2024-05-17",
  });
});

test("an owner's rights are found by name and by credit code, and primed: look-ups ask nothing more", async () => {
  await using bench = await openRegisters();
  for (const party of [OPTICS, "91510100MA0DEM0A77"]) {
    const found = await bench.registers.software.search({ party, offset: 0, limit: 10 }, createCallContext());
    expect(found.value.items.map((entry) => entry?.registrationNumber)).toEqual(["2023SR0123456"]);
    expect(found.value.total).toEqual({ value: 1, relation: "EXACT" });
  }
  await bench.sandbox.resetCounts();
  await one(bench.registers.software, "2023SR0123456");
  expect(await bench.sandbox.counts()).toEqual({});
});

test("a list of marks costs one question for the list and one for what it names", async () => {
  await using bench = await openRegisters();
  const { value } = await bench.registers.trademarks.search({ offset: 0, limit: 20 }, createCallContext());
  expect(value.items.every((mark) => mark !== null && mark.classes.length > 0)).toBe(true);
  expect(await bench.sandbox.counts()).toEqual({
    "GET /openapi/ip/Trademark/Search": 1,
    "POST /openapi/ip/Trademark/ListByNo": 1,
  });
});

test("numbers are looked up fifty at a time, in order, repeats repeated, null for what is not there", async () => {
  await using bench = await openRegisters();
  const numbers = rights.trademarks.slice(0, 120).map(({ number }) => number);
  const asked = ["99999999", ...numbers, "68012345"];
  const answers = await bench.registers.trademarks.byNumbers(asked, createCallContext());
  const found = answers.map((answer) =>
    answer instanceof UpstreamError ? answer : (answer.value?.[0]?.number ?? null),
  );
  expect(found).toEqual([null, ...numbers, "68012345"]);
  expect(await bench.sandbox.counts()).toEqual({ "POST /openapi/ip/Trademark/ListByNo": 3 });
});

test("trap 26: windows are read across pages, and beyond the end there is nothing though the last page is repeated", async () => {
  await using bench = await openRegisters();
  const { length } = rights.softwareCopyrights;
  expect(length).toBeGreaterThan(110);
  const numbers: (string | null)[] = [];
  for (let offset = 0; offset < length + 40; offset += 20) {
    const { value } = await bench.registers.software.search({ offset, limit: 20 }, createCallContext());
    expect(value.total).toEqual({ value: length, relation: "EXACT" });
    numbers.push(...value.items.map((entry) => entry?.registrationNumber ?? null));
  }
  expect(numbers).toHaveLength(length);
  const readable = numbers.filter((number) => number !== null);
  expect(new Set(readable).size).toBe(readable.length);
});

test("a line in which the certificate's serial stands for the registration's keeps its place, unread", async () => {
  await using bench = await openRegisters();
  const { value } = await bench.registers.software.search({ offset: 0, limit: 100 }, createCallContext());
  const misprinted = rights.softwareCopyrights.filter((_one, index) => index % 30 === 7).length;
  expect(misprinted).toBeGreaterThan(0);
  expect(value.items.filter((entry) => entry === null).length).toBeGreaterThan(0);
  expect(value.items).toHaveLength(100);
});

test("regions are exact: whole provinces and cities by prefix, the cluster without the counties that its plan leaves out", async () => {
  await using bench = await openRegisters();
  for (const asked of [["510000"], ["CHENGDU_CHONGQING"], ["500107", "510700"]]) {
    const regions = expandRegions(asked);
    if (!regions.ok) throw new Error("no regions");
    const { value } = await bench.registers.trademarks.search(
      { regions: regions.value.codes, offset: 0, limit: 100 },
      createCallContext(),
    );
    const expected = rights.trademarks.filter(({ region }) => regions.value.matches(region));
    expect(expected.length).toBeGreaterThan(0);
    expect(value.total.value).toBe(expected.length);
  }
});

test("no alternatives match nothing, and nobody is asked", async () => {
  await using bench = await openRegisters();
  const none = await bench.registers.works.search({ regions: new Set(), offset: 0, limit: 5 }, createCallContext());
  expect(none.value).toEqual({ items: [], total: { value: 0, relation: "EXACT" } });
  expect(await bench.sandbox.counts()).toEqual({});
});

test("one announcement covers two products, and both are given", async () => {
  await using bench = await openRegisters();
  await bench.registers.indications.search({ text: "青花椒", offset: 0, limit: 5 }, createCallContext());
  const [answer] = await bench.registers.indications.byNumbers(["2021年第991号"], createCallContext());
  if (answer === undefined || answer instanceof UpstreamError) throw new Error("no answer");
  expect(answer.value?.map(({ name }) => name)).toEqual(["拟例花椒", "拟例青花椒"]);
});

test("where the register stops counting, the total is a lower bound and nothing lies beyond", async () => {
  const row = { Id: "1", RegisterNo: "2023SR0123456", Name: "软件" };
  const body = { Status: "200", Paging: { TotalRecords: "5000" }, Result: Array.from({ length: 50 }, () => row) };
  await using upstream = await startUpstream(answerBody(JSON.stringify(body), "application/json"));
  const runtime = createTestRuntime(source.code, upstream.url);
  const registers = await source.create(runtime, { baseUrl: upstream.url });
  const last = await registers?.software.search({ offset: 4_990, limit: 20 }, createCallContext());
  expect(last?.value.total).toEqual({ value: 5_000, relation: "AT_LEAST" });
  expect(last?.value.items).toHaveLength(10);
  const beyond = await registers?.software.search({ offset: 7_000, limit: 20 }, createCallContext());
  expect(beyond?.value.items).toEqual([]);
  await runtime.close();
});

test("a failed question fails its own numbers, those at hand stay", async () => {
  await using bench = await openRegisters();
  await one(bench.registers.trademarks, "68012345");
  await bench.sandbox.setFault({ mode: "error" });
  const answers = await bench.registers.trademarks.byNumbers(["68012345", "G1799001"], createCallContext());
  expect(
    answers.map((answer) => (answer instanceof UpstreamError ? answer.failure.kind : answer.value?.length)),
  ).toEqual([1, "rejected"]);
});

test("the source is off without an address, and its stand-in runs in a process of its own", async () => {
  const runtime = createTestRuntime(source.code, "http://127.0.0.1:1");
  expect(source.create(runtime, {})).toBeNull();
  await runtime.close();
  if (source.sandbox === undefined) throw new Error("no sandbox");
  expect(source.sandbox.isWanted({ baseUrl: "https://register.example.cn" })).toBe(false);
  const sandbox = await startSandbox(source.sandbox, { seed: 1, patents: 100 });
  const { baseUrl } = source.sandbox.pointAt(sandbox.url, {});
  const answer = await fetch(`${baseUrl}/LayoutDesign/Search?searchKey=${encodeURIComponent(OPTICS)}`);
  expect(await answer.json()).toMatchObject({ Status: "200", Paging: { TotalRecords: "1" } });
  await sandbox.stop();
});

async function one<Entry>(register: RightsRegister<Entry>, number: string): Promise<Entry | undefined> {
  const [answer] = await register.byNumbers([number], createCallContext());
  if (answer instanceof UpstreamError) throw answer;
  return answer?.value?.[0];
}
