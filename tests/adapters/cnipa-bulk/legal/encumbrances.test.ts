import { describe, expect, test } from "vitest";
import type { StatusSubject } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { encumbrancesOf } from "#adapters/cnipa-bulk/legal/encumbrances.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { entry } from "./gazette-entry.ts";

const PLEDGE = entry("PE01", "专利权质押合同登记的生效", "2024-02-02", "登记号：Y2024980000015\n质押登记日：20240115");
const PLEDGE_OF_2020 = entry("PE01", "专利权质押合同登记的生效", "2020-04-07", "登记号：Y2\n质押登记日：20200310");
const RELEASE = entry("PC01", "专利权质押合同登记的注销", "2025-03-04", "登记号：Y2024980000015\n注销日：20250210");

describe("pledges", () => {
  test("stand from the day of registration to the day of cancellation", () => {
    const on = (day: string) => kindsOn([PLEDGE, RELEASE], day);
    expect(on("2024-01-14")).toEqual([]);
    expect(on("2024-01-15")).toEqual(["PLEDGED"]);
    expect(on("2025-02-09")).toEqual(["PLEDGED"]);
    expect(on("2025-02-10")).toEqual([]);
  });

  test("are told apart by their numbers", () => {
    const second = entry(
      "PE01",
      "专利权质押合同登记的生效",
      "2024-06-04",
      "登记号：Y2024980000077\n登记生效日：20240520",
    );
    expect(encumbrancesOf(right([PLEDGE, second, RELEASE]), "2026-01-01")).toMatchObject([
      { kind: "PLEDGED", sinceDate: "2024-05-20", reason: null },
    ]);
    const unnumbered = entry("PC01", "专利权质押合同登记的注销", "2025-03-04", "注销日：20250210");
    expect(encumbrancesOf(right([PLEDGE, second, unnumbered]), "2026-01-01")).toMatchObject([
      { sinceDate: "2024-05-20", reason: { code: "END_NOT_MATCHED" } },
    ]);
  });

  test("a cancellation of another number leaves it, a change of one whose beginning is not held shows it", () => {
    const other = entry("PC01", "专利权质押合同登记的注销", "2025-03-04", "登记号：Y2019980000001\n注销日：20250210");
    expect(kindsOn([PLEDGE, other], "2026-01-01")).toEqual(["PLEDGED"]);
    const changed = entry("PM01", "专利权质押合同登记的变更", "2023-03-07", "登记号：Y2020980000009\n变更日：20230220");
    expect(encumbrancesOf(right([changed]), "2026-01-01")).toMatchObject([
      { sinceDate: "2023-02-20", reason: { code: "BEGINNING_NOT_GAZETTED" } },
    ]);
  });
});

test("a licence ends with its printed term or its cancellation", () => {
  const licence = entry(
    "EE01",
    "专利实施许可合同备案的生效",
    "2022-05-10",
    "合同备案号：X2022980000001 让与人：甲公司 受让人：乙公司 许可种类：普通许可 备案日期：20220420 许可期限：2022年04月01日至2025年03月31日",
  );
  expect(encumbrancesOf(right([licence]), "2025-03-31")).toMatchObject([
    { kind: "LICENSED", termEndDate: "2025-03-31" },
  ]);
  expect(kindsOn([licence], "2025-04-01")).toEqual([]);
  const cancelled = entry(
    "EC01",
    "专利实施许可合同备案的注销",
    "2023-05-10",
    "合同备案号：X2022980000001 解除日：20230401",
  );
  expect(kindsOn([licence, cancelled], "2023-04-02")).toEqual([]);
});

test("an open licence ends with its withdrawal, a preservation with its release, also under the old codes of both", () => {
  const open = entry("OL01", "专利开放许可声明", "2023-01-06", "声明编号：KF202300001\n生效日：20230106");
  const withdrawn = entry("OL02", "专利开放许可声明的撤回", "2024-01-05", "声明编号：KF202300001\n撤回日：20240105");
  expect(kindsOn([open], "2024-06-01")).toEqual(["OPEN_LICENSED"]);
  expect(kindsOn([open, withdrawn], "2024-06-01")).toEqual([]);
  const frozen = entry("RINS", "专利权的保全及其解除", "2014-01-01", "保全登记生效日：20131201");
  const freed = entry("RINS", "专利权的保全及其解除", "2014-08-06", "解除日：20140701");
  expect(kindsOn([frozen], "2014-02-01")).toEqual(["PRESERVED"]);
  expect(kindsOn([frozen, freed], "2014-07-02")).toEqual([]);
});

test("all of them end with the right, on the day from which its loss counts, and come back when it is restored", () => {
  const licence = entry("EE01", "专利实施许可合同备案的生效", "2020-03-03", "合同备案号：X1 备案日期：20200210");
  const lapse = entry("CF01", "专利权的终止", "2022-02-15", "终止日期：20210105");
  const restored = entry("RR01", "专利权的恢复", "2022-06-07");
  const burdens = [licence, PLEDGE_OF_2020, lapse];
  expect(kindsOn(burdens, "2021-01-04")).toEqual(["LICENSED", "PLEDGED"]);
  expect(kindsOn(burdens, "2021-01-05")).toEqual([]);
  expect(kindsOn(burdens, "2026-01-01")).toEqual([]);
  expect(kindsOn([...burdens, restored], "2022-06-07")).toEqual(["LICENSED", "PLEDGED"]);
});

test("all of them end with the term of the right, which no gazette tells", () => {
  const publications = [{ office: "CN", number: "116012345", kind: "U", date: "2013-01-02", gazetteNumber: null }];
  const model = { ...right([PLEDGE_OF_2020]), type: "UTILITY_MODEL" as const, filingDate: "2012-06-01", publications };
  expect(encumbrancesOf(model, "2022-05-31")).toMatchObject([{ kind: "PLEDGED" }]);
  expect(encumbrancesOf(model, "2022-06-01")).toEqual([]);
});

function kindsOn(events: readonly LegalEvent[], day: string) {
  return encumbrancesOf(right(events), day).map(({ kind }) => kind);
}

function right(legalEvents: readonly LegalEvent[]): StatusSubject {
  return { type: "INVENTION", filingDate: null, publications: [], legalEvents, knownThrough: "2026-11-20" };
}
