import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countPatents, type MatchSet, type PassContext } from "#adapters/cnipa-bulk/analysis/count-patents.ts";
import type { StatisticsNames } from "#adapters/cnipa-bulk/analysis/dimensions.ts";
import { figuresOf } from "#adapters/cnipa-bulk/analysis/statistics-pass.ts";
import {
  type Grouping,
  STATISTICS_DIMENSIONS,
  type StatisticsRequest,
} from "#adapters/cnipa-bulk/analysis/statistics-request.ts";
import { dayOf } from "#adapters/cnipa-bulk/search/calendar-day.ts";
import { encodeAttributes, PatentColumns } from "#adapters/cnipa-bulk/search/columns.ts";
import { toAttributes } from "#adapters/cnipa-bulk/search/search-attributes.ts";
import { organizationKey } from "#adapters/cnipa-bulk/store/organization-key.ts";
import { AGENCY_NAMES, type InventedPatent, inventedPatents, TODAY } from "./invented-patents.ts";
import { naiveConcentration, naiveConversion, naiveGroups, naiveLapses, naiveSurvival } from "./naive-statistics.ts";

const THROUGH = "2025-12-31";

const EVERYTHING: StatisticsRequest = {
  query: null,
  filter: null,
  groupings: [],
  survivals: [],
  wantsLapses: true,
  wantsConversion: true,
  wantsConcentration: true,
  today: TODAY,
};

/** Columns as an index holds them, in which other documents stand between those that match. */
function matchesOf(patents: readonly InventedPatent[]): {
  readonly matches: MatchSet;
  readonly names: StatisticsNames;
} {
  const columns = new PatentColumns();
  const organizations = new Map<string, { readonly key: string; readonly name: string }>();
  for (const [index, { bibliography, publications, legalEvents }] of patents.entries()) {
    const keys = bibliography.applicants.flatMap((party) => {
      const key = organizationKey(party);
      if (key !== null && !organizations.has(key)) organizations.set(key, { key, name: party.name });
      return key ?? [];
    });
    const known = [...organizations.keys()];
    const applicants = [...new Set(keys)].map((key) => known.indexOf(key) + 1);
    const names = { applicants: [], inventors: [], agencies: [], agents: [] };
    const document = { bibliography, publications, legalEvents, names, firstClaim: null };
    const attributes = toAttributes(document, { textLength: 0, nameLength: 0, applicants });
    columns.set(idOf(index), { number: index, born: 0, died: 0 }, encodeAttributes(attributes));
  }
  const { arrays } = columns;
  const ids = Int32Array.from(patents.keys(), idOf);
  return {
    matches: { columns: arrays, ids, today: dayOf(TODAY) },
    names: {
      highestOrganization: organizations.size,
      organization: (id) => [...organizations.values()][id - 1] ?? { key: "", name: "" },
      agency: (code) => AGENCY_NAMES[code] ?? null,
    },
  };
}

function idOf(index: number): number {
  return index * 3 + 2;
}

function passOver(matches: MatchSet, request: StatisticsRequest, context: PassContext) {
  return figuresOf(countPatents(matches, request, context), request, context);
}

function statistics(
  patents: readonly InventedPatent[],
  request: Partial<StatisticsRequest>,
  knownThrough: string | null = THROUGH,
) {
  const { matches, names } = matchesOf(patents);
  return passOver(matches, { ...EVERYTHING, ...request }, { names, knownThrough });
}

describe("every figure is what a plain count over the records gives", () => {
  test("groups by every dimension, cut off anywhere, with statuses and without", () => {
    const shape = fc.record({
      top: fc.integer({ min: 1, max: 12 }),
      wantsStatuses: fc.boolean(),
      wantsYears: fc.boolean(),
    });
    fc.assert(
      fc.property(inventedPatents, shape, (patents, wanted) => {
        const groupings = STATISTICS_DIMENSIONS.map((dimension): Grouping => ({ dimension, ...wanted }));
        const { groups } = statistics(patents, { groupings });
        for (const [index, grouping] of groupings.entries()) {
          expect(groups[index], grouping.dimension).toEqual(naiveGroups(patents, grouping, TODAY));
        }
      }),
    );
  });

  test("lapses, conversion and concentration", () => {
    fc.assert(
      fc.property(inventedPatents, (patents) => {
        const { lapses, conversion, concentration } = statistics(patents, {});
        expect(lapses).toEqual(naiveLapses(patents, TODAY));
        expect(conversion).toEqual(naiveConversion(patents));
        const { hhi, top10Share } = naiveConcentration(patents);
        expect(concentration?.top10Share).toBe(top10Share);
        if (hhi === null) expect(concentration?.hhi).toBeNull();
        else expect(concentration?.hhi).toBeCloseTo(hhi, 6);
      }),
    );
  });

  test("survival, watched through any day, never longer than is known", () => {
    const through = fc.constantFrom(null, "2012-06-01", "2020-01-15", "2025-12-31", "2040-01-15", "9999-12-31");
    fc.assert(
      fc.property(inventedPatents, through, (patents, day) => {
        const years = [0, 1, 3, 5, 10, 15, 20];
        const last = day === null || day > THROUGH ? THROUGH : day;
        const [points = []] = statistics(patents, { survivals: [{ years, through: day }] }).survivals;
        for (const [index, expected] of naiveSurvival(patents, years, last).entries()) {
          expect(points[index]).toMatchObject({ year: expected.year, atRisk: expected.atRisk });
          if (expected.share === null) expect(points[index]?.share).toBeNull();
          else expect(points[index]?.share).toBeCloseTo(expected.share, 9);
        }
      }),
    );
  });
});

test("many patents, which are counted in blocks, are counted as few are: each so many times gives every count so many times", () => {
  const wanted = { top: 100, wantsStatuses: true, wantsYears: true };
  const groupings = STATISTICS_DIMENSIONS.map((dimension): Grouping => ({ dimension, ...wanted }));
  const request = { ...EVERYTHING, groupings, survivals: [{ years: [1, 3, 5], through: null }] };
  const patents = fc.sample(inventedPatents, { seed: 7, numRuns: 12 }).flat();
  const { matches, names } = matchesOf(patents);
  const times = Math.ceil(100_000 / patents.length);
  const ids = Int32Array.from({ length: patents.length * times }, (_, at) => matches.ids[at % patents.length] ?? 0);
  const many = { ...matches, ids };

  const once = passOver(matches, request, { names, knownThrough: THROUGH });
  const found = passOver(many, request, { names, knownThrough: THROUGH });
  expect(found.total).toBe(once.total * times);
  expect(found.groups).toEqual(multiplied(once.groups, times, ["count", "inForce"]));
  expect(found.lapses).toEqual(multiplied(once.lapses, times, ["count"]));
  expect(found.conversion).toEqual(multiplied(once.conversion, times));
  expect(found.concentration?.hhi).toBeCloseTo(once.concentration?.hhi ?? Number.NaN, 6);
  for (const [index, point] of (once.survivals[0] ?? []).entries()) {
    expect(found.survivals[0]?.[index]?.atRisk).toBe(point.atRisk * times);
    expect(found.survivals[0]?.[index]?.share).toBeCloseTo(point.share ?? Number.NaN, 9);
  }
});

/** The same with every number of those names (of all, where none are named) so many times as large. */
function multiplied(value: unknown, times: number, names: readonly string[] = []): unknown {
  return JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    typeof one === "number" && (names.length === 0 || names.includes(key)) ? one * times : one,
  );
}

test("of no patent there is nothing to tell, and nothing is divided by nothing", () => {
  const groupings = STATISTICS_DIMENSIONS.map((dimension) => ({
    dimension,
    top: 10,
    wantsStatuses: true,
    wantsYears: true,
  }));
  const survivals = [{ years: [3], through: null }];
  expect(statistics([], { groupings, survivals }, null)).toEqual({
    total: 0,
    knownThrough: null,
    groups: groupings.map(() => []),
    survivals: [[{ year: 3, share: null, atRisk: 0 }]],
    lapses: [],
    conversion: { granted: 0, transferred: 0, licensed: 0, pledged: 0, openLicensed: 0, putToUse: 0 },
    concentration: { hhi: null, top10Share: null },
  });
});

test("only what is wanted is computed", () => {
  const found = statistics([], { wantsLapses: false, wantsConversion: false, wantsConcentration: false });
  expect(found).toMatchObject({ groups: [], survivals: [], lapses: null, conversion: null, concentration: null });
});
