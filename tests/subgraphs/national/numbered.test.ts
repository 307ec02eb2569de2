import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenNational, openNational } from "./open-national.ts";

const LOOK_UP = `query($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { typeName id summary { title numbers } } }
}`;

let national: OpenNational;
beforeAll(async () => {
  national = await openNational();
});
afterAll(() => national[Symbol.asyncDispose]());

function byNumbers(kind: string, ...numbers: readonly string[]) {
  return { kind, filter: { numbers }, first: 2, offset: 0 };
}

test("records are found by their canonical numbers, several questions in order", async () => {
  const { data, errors } = await national.ask(LOOK_UP, {
    variables: {
      searches: [
        byNumbers("PATENT", "CN202310123456.6"),
        byNumbers("PATENT", "CN116012345B"),
        byNumbers("PATENT", "CN116012345B", "CN202310123456.6"),
        byNumbers("ORGANIZATION", "91510100MA0DEM0A77"),
        byNumbers("AGENCY", "50990"),
      ],
    },
  });
  expect(errors ?? []).toEqual([]);
  const pages = data?.["hubNodeSearch"] as readonly {
    items: readonly { typeName: string; summary: { numbers: readonly string[] } }[];
  }[];
  expect(pages.map(({ items }) => items.map(({ typeName }) => typeName))).toEqual([
    ["Patent"],
    ["Patent"],
    ["Patent"],
    ["Organization"],
    ["Agency"],
  ]);
  expect(pages[0]?.items[0]?.summary.numbers).toContain("CN116012345B");
});

test("numbers that nobody bears, or that are none of that kind, find nothing", async () => {
  const { data, errors } = await national.ask(LOOK_UP, {
    variables: {
      searches: [
        byNumbers("PATENT", "junk", "CN202310123456.7"),
        byNumbers("PATENT"),
        byNumbers("ORGANIZATION", "50990"),
        byNumbers("AGENCY", "99999"),
        byNumbers("TRADEMARK", "junk"),
        { kind: "ORGANIZATION", text: "成都", first: 2, offset: 0 },
      ],
    },
  });
  expect(errors ?? []).toEqual([]);
  const pages = data?.["hubNodeSearch"] as readonly { total: number; items: readonly unknown[] }[];
  expect(pages.map(({ total, items }) => [total, items])).toEqual(Array.from({ length: 6 }, () => [0, []]));
});
