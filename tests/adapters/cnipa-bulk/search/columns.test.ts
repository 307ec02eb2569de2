import { expect, test } from "vitest";
import { applicantTypeOf } from "#adapters/cnipa-bulk/search/applicant-type.ts";
import { toApplicationKey, toApplicationNumber } from "#adapters/cnipa-bulk/search/application-key.ts";
import { dayOf, NO_DAY, textOfDay, yearOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { encodeAttributes, PatentColumns, type SearchAttributes } from "#adapters/cnipa-bulk/search/columns.ts";
import { ipcSectionOf, ipcSubclassText, toIpcSubclass } from "#adapters/cnipa-bulk/search/ipc-subclass.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import type { Uscc } from "#schema/ids/uscc.ts";

const ATTRIBUTES: SearchAttributes = {
  type: 1,
  status: 5,
  statusDay: -3,
  filingDay: 19_000,
  publicationDay: NO_DAY,
  grantDay: 19_500,
  priorityDay: NO_DAY,
  termEndDay: 25_000,
  region: 510_107,
  applicantType: 2,
  agency: 51_001,
  industries: 0b101,
  transferredDay: NO_DAY,
  licensedDay: NO_DAY,
  pledgedDay: 19_700,
  openLicensedDay: NO_DAY,
  textLength: 300,
  nameLength: 12,
  applicants: [7, 9],
  ipc: [123],
  events: [19_100, 19_500, 19_700],
};

test("what one thread puts into the columns another one sees, also after they grew", () => {
  const writer = new PatentColumns();
  const reader = new PatentColumns(writer.shared);
  expect(reader.arrays.region.length).toBeGreaterThan(0);
  writer.exclusively(() => {
    for (let id = 1; id <= 20_000; id++) {
      writer.set(
        id,
        { number: 2e11 + id, born: id, died: 0 },
        encodeAttributes({ ...ATTRIBUTES, region: id, applicants: [id, id + 1] }),
      );
    }
    writer.loadedUpTo(20_000);
  });
  expect([reader.size, reader.sequence]).toEqual([20_001, 20_000]);
  const { arrays } = reader;
  expect([arrays.number[20_000], arrays.region[20_000], arrays.pledgedDay[5]]).toEqual([2e11 + 20_000, 20_000, 19_700]);
  expect(valuesOf(reader, 19_999, "applicant", "applicants")).toEqual([19_999, 20_000]);
  expect(valuesOf(reader, 3, "event", "events")).toEqual([19_100, 19_500, 19_700]);
});

test("a document that changes in place keeps its neighbours' values as they are", () => {
  const columns = new PatentColumns();
  const life = { number: 1, born: 1, died: 0 };
  columns.set(1, life, encodeAttributes(ATTRIBUTES));
  columns.set(2, { ...life, number: 2 }, encodeAttributes(ATTRIBUTES));
  columns.set(1, life, encodeAttributes({ ...ATTRIBUTES, events: [1, 2, 3, 4], applicants: [] }));
  expect(valuesOf(columns, 1, "event", "events")).toEqual([1, 2, 3, 4]);
  expect(valuesOf(columns, 1, "applicant", "applicants")).toEqual([]);
  expect(valuesOf(columns, 2, "event", "events")).toEqual([19_100, 19_500, 19_700]);
  expect(valuesOf(columns, 2, "applicant", "applicants")).toEqual([7, 9]);
});

test("days, subclasses and application numbers go into numbers and come back", () => {
  expect(["1969-12-31", "2024-02-29", "1985-04-01"].map((day) => textOfDay(dayOf(day)))).toEqual([
    "1969-12-31",
    "2024-02-29",
    "1985-04-01",
  ]);
  expect([yearOf(dayOf("1999-12-31")), yearOf(dayOf("2000-01-01")), yearOf(NO_DAY)]).toEqual([1999, 2000, 0]);
  expect([dayOf(null), dayOf("nonsense"), dayOf("0000-00-00"), textOfDay(NO_DAY)]).toEqual([
    NO_DAY,
    NO_DAY,
    NO_DAY,
    null,
  ]);
  const subclass = toIpcSubclass("C09J4/02") ?? -1;
  expect([ipcSubclassText(subclass), ipcSectionOf(subclass), toIpcSubclass("10-05")]).toEqual(["C09J", 2, null]);
  for (const number of ["CN202310123456.6", "CN97101765.4", "CN00100001.7"] as ApplicationNumber[]) {
    expect(toApplicationNumber(toApplicationKey(number)).slice(0, -1)).toBe(number.slice(0, -1));
  }
});

test("an applicant's kind is read from its name, then from its code, foreign ones first", () => {
  const type = (name: string, uscc: string | null = null, officeCode: string | null = "CN") =>
    applicantTypeOf({ name, uscc: uscc as Uscc | null, officeCode });
  expect(
    [
      "成都示例光电有限公司",
      "电子科技大学",
      "四川大学华西医院",
      "中国科学院成都生物研究所",
      "重庆市公安局",
      "四川省农业科学院",
      "四川大学科技园有限公司",
      "成都工业学院",
      "张三",
      "欧阳娜娜",
      "四川省光学学会",
    ].map((name) => type(name)),
  ).toEqual([
    "ENTERPRISE",
    "UNIVERSITY",
    "HOSPITAL",
    "RESEARCH_INSTITUTE",
    "GOVERNMENT",
    "RESEARCH_INSTITUTE",
    "ENTERPRISE",
    "UNIVERSITY",
    "INDIVIDUAL",
    "INDIVIDUAL",
    "OTHER_ORGANIZATION",
  ]);
  expect(type("Merck Patent GmbH", null, "DE")).toBe("FOREIGN");
  expect(type("某某", "91510100MA0DEM0A77")).toBe("ENTERPRISE");
  expect(type("XYZ")).toBe("UNKNOWN");
});

function valuesOf(
  columns: PatentColumns,
  id: number,
  place: "applicant" | "event",
  name: "applicants" | "events",
): readonly number[] {
  const { arrays } = columns;
  const start = arrays[`${place}Start`][id] ?? 0;
  return [...arrays[name].subarray(start, start + (arrays[`${place}Count`][id] ?? 0))];
}
