import { expect, test } from "vitest";
import { areaPrefixes } from "#adapters/national-registers/area-prefixes.ts";
import { expandRegions } from "#schema/codes/regions.ts";

function prefixesOf(...codes: string[]): readonly string[] {
  const regions = expandRegions(codes);
  return regions.ok ? areaPrefixes(regions.value.codes) : [];
}

test("a whole province is two digits, a whole city four, a county six", () => {
  expect(prefixesOf("510000")).toEqual(["51"]);
  expect(prefixesOf("500000")).toEqual(["50"]);
  expect(prefixesOf("510100")).toEqual(["5101"]);
  expect(prefixesOf("510107")).toEqual(["510107"]);
  expect(prefixesOf("510000", "510100", "500107")).toEqual(["500107", "51"]);
});

test("a county that became a district is asked for by its former code too", () => {
  expect(prefixesOf("500154")).toEqual(["500154", "500234"]);
});

test("trap 30: the cluster names cities that are whole by prefix, and counties one by one where some are left out", () => {
  const prefixes = prefixesOf("CHENGDU_CHONGQING");
  expect(prefixes).toEqual(expect.arrayContaining(["5101", "500107", "510700", "511700", "511800"]));
  const matches = (code: string) => prefixes.some((prefix) => code.startsWith(prefix));
  expect(["500101", "510107", "510703", "511725"].map(matches)).toEqual([true, true, true, true]);
  expect(["510726", "510727", "511781", "511825", "511827", "510400", "513200"].map(matches)).toEqual(
    Array.from({ length: 7 }, () => false),
  );
});
