import type { Kjy01Party } from "#adapters/chongqing-kjy01/records.ts";
import { expandRegions, fullRegionName, regionOf } from "#schema/codes/regions.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { type Words, wordFor } from "#subgraphs/chongqing/records/codes.ts";
import { regionCodeOf } from "#subgraphs/chongqing/records/references.ts";
import { identifierError, OperationError } from "#subgraphs/runtime/operation-error.ts";

/** One filter in both forms: the platform's own word where it has one, and the test of a record. */
export interface SplitFilter<T> {
  /** Sent to the platform; undefined = the platform cannot filter by it. */
  readonly word: string | undefined;
  /** Null = not asked for. */
  readonly test: ((item: T) => boolean) | null;
}

const UNFILTERED = { word: undefined, test: null } as const;

/** What the platform leaves to be looked at here; null when that is nothing. */
export function testOfRest<T>(...filters: readonly SplitFilter<T>[]): ((item: T) => boolean) | null {
  return testOfAll(...filters.filter(({ word }) => word === undefined));
}

/** The whole filter, for records that came another way than by the platform's list. */
export function testOfAll<T>(...filters: readonly SplitFilter<T>[]): ((item: T) => boolean) | null {
  const tests = filters.flatMap(({ test }) => (test === null ? [] : [test]));
  return tests.length === 0 ? null : (item) => tests.every((test) => test(item));
}

/** One region is asked for by its full name. BAD_USER_INPUT for an unknown code. */
export function splitRegions<T extends { readonly areaText: string | null }>(
  regions: readonly string[] | null | undefined,
): SplitFilter<T> {
  if (!regions) return UNFILTERED;
  const expanded = expandRegions(regions);
  if (!expanded.ok) throw new OperationError("BAD_USER_INPUT", identifierError(expanded.problem).reason);
  const region = onlyOne(regions, regionOf);
  return {
    word: region == null ? undefined : fullRegionName(region),
    test: ({ areaText }) => expanded.value.matches(regionCodeOf(areaText)),
  };
}

/** One code that has one word is asked for. */
export function splitCodes<T>(
  codes: readonly string[] | null | undefined,
  words: Words<string>,
  codeOf: (item: T) => string,
): SplitFilter<T> {
  if (!codes) return UNFILTERED;
  return { word: onlyOne(codes, (code) => wordFor(words, code)), test: (item) => codes.includes(codeOf(item)) };
}

/** One specialty is asked for; of several, any will do. */
export function splitSpecialties<T extends { readonly specialties: readonly string[] }>(
  wanted: readonly string[] | null | undefined,
): SplitFilter<T> {
  if (!wanted) return UNFILTERED;
  const isWanted = (specialty: string) => wanted.some((one) => specialty.includes(one));
  return { word: onlyOne(wanted, (one) => one || undefined), test: ({ specialties }) => specialties.some(isWanted) };
}

/** Part of a party's name, whatever the width of its brackets, or its credit code. The platform has no such filter. */
export function splitParty<T>(party: string | null | undefined, partyOf: (item: T) => Kjy01Party): SplitFilter<T> {
  if (!party) return UNFILTERED;
  const wanted = normaliseName(party);
  return {
    word: undefined,
    test: (item) => {
      const { name, uscc } = partyOf(item);
      return uscc === wanted.toUpperCase() || (name !== null && normaliseName(name).includes(wanted));
    },
  };
}

function onlyOne<T>(values: readonly string[], read: (value: string) => T): T | undefined {
  const [only, ...others] = values;
  return only === undefined || others.length > 0 ? undefined : read(only);
}
