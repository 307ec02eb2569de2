import { describe, expect, test } from "vitest";
import { WORLD_TODAY } from "#adapters/runtime/sandbox/world/calendar.ts";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import { makeOrganizations } from "#adapters/runtime/sandbox/world/organizations.ts";
import { makeRights } from "#adapters/runtime/sandbox/world/rights.ts";
import { CHENGDU_OPTICS } from "#adapters/runtime/sandbox/world/well-known-parties.ts";
import { parseGiNumber } from "#schema/ids/gi-number.ts";
import { parseLayoutDesignNumber } from "#schema/ids/layout-design-number.ts";
import { parsePlantVarietyNumber } from "#schema/ids/plant-variety-number.ts";
import { parseSoftwareRegistrationNumber } from "#schema/ids/software-registration.ts";
import { parseTrademarkNumber } from "#schema/ids/trademark-number.ts";
import { parseWorkRegistrationNumber } from "#schema/ids/work-registration.ts";

const small = generateWorld({ seed: 3, patents: 300 });
/** As many as the largest world has. */
const large = makeRights(3, makeOrganizations(3, 2_000), 50_000);

describe.each([
  ["a small world", small.rights],
  ["the largest world", large],
])("the other rights of %s", (_size, rights) => {
  test("have numbers that parse, each once but for announcements of several products", () => {
    const numbers: readonly (readonly [readonly string[], (text: string) => { readonly ok: boolean }])[] = [
      [rights.trademarks.map(({ number }) => number), parseTrademarkNumber],
      [rights.softwareCopyrights.map((one) => one.registrationNumber), parseSoftwareRegistrationNumber],
      [rights.registeredWorks.map((one) => one.registrationNumber), parseWorkRegistrationNumber],
      [rights.layoutDesigns.map((one) => one.registrationNumber), parseLayoutDesignNumber],
      [rights.plantVarieties.map(({ number }) => number), parsePlantVarietyNumber],
    ];
    for (const [list, parse] of numbers) {
      expect(list.length).toBeGreaterThan(0);
      expect(list.filter((number) => !parse(number).ok)).toEqual([]);
      expect(new Set(list).size).toBe(list.length);
    }
    const indications = rights.geographicalIndications;
    expect(indications.filter(({ number }) => !parseGiNumber(number).ok)).toEqual([]);
    expect(new Set(indications.map(({ number, name }) => `${number} ${name}`)).size).toBe(indications.length);
  });

  test("leave to the well-known organisation what the story tells, and no more", () => {
    const { uscc } = CHENGDU_OPTICS;
    expect(rights.trademarks.filter(({ owner }) => owner === uscc).map(({ number }) => number)).toEqual(["68012345"]);
    const software = rights.softwareCopyrights.filter(({ owner }) => owner === uscc);
    expect(software.map((one) => one.registrationNumber)).toEqual(["2023SR0123456"]);
    const layouts = rights.layoutDesigns.filter(({ owner }) => owner === uscc);
    expect(layouts.map((one) => one.registrationNumber)).toEqual(["BS.235001230"]);
  });

  test("have the well-known indication among the five newest of its province", () => {
    const ofSichuan = rights.geographicalIndications
      .filter(({ region }) => region.startsWith("51"))
      .toSorted((one, other) => other.announcementDate.localeCompare(one.announcementDate));
    expect(ofSichuan.slice(0, 5).map(({ name }) => name)).toContain("示例柑橘");
  });

  test("join indications that are marks with a certification mark, and happen on no day to come", () => {
    const marks = rights.geographicalIndications.filter(({ system }) => system === "MARK");
    for (const { number } of marks) {
      expect(rights.trademarks.find((mark) => mark.number === number)?.kind).toBe("CERTIFICATION");
    }
    const days = rights.trademarks.flatMap(({ classes }) =>
      classes.flatMap(({ flows }) => flows.map(({ date }) => date)),
    );
    expect(days.filter((day) => day > WORLD_TODAY)).toEqual([]);
  });
});

test("grow with the patents, and are the same for the same seed", () => {
  expect(generateWorld({ seed: 3, patents: 300 }).rights).toEqual(small.rights);
  expect(generateWorld({ seed: 4, patents: 300 }).rights).not.toEqual(small.rights);
  expect(generateWorld({ seed: 3, patents: 3_000 }).rights.trademarks.length).toBeGreaterThan(
    small.rights.trademarks.length * 5,
  );
});
