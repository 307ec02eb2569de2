import { makeAgencies } from "./agencies.ts";
import { makeCases } from "./cases.ts";
import { makeDemands } from "./demands.ts";
import { makeExperts } from "./experts.ts";
import { makeOffers } from "./offers.ts";
import { makeOrganizations } from "./organizations.ts";
import { makePatent, type PatentCast } from "./patents.ts";
import { makeRights } from "./rights.ts";
import type { World, WorldAgency, WorldPatent, WorldSize } from "./types.ts";
import { WELL_KNOWN_PATENTS } from "./well-known-patents.ts";

export const DEFAULT_WORLD_SIZE: WorldSize = { seed: 2026, patents: 2_000 };

/**
 * The whole world of this seed and size. Pure: every process that asks gets the same records. The well-known records
 * stand first in each list; `size.patents` counts them in.
 */
export function generateWorld(size: WorldSize): World {
  const counts = countsFor(size.patents);
  const cast = makeCast(size);
  const patents = [...generatePatents(size)];
  const { seed, seats, agencies } = cast;
  return {
    seed,
    organizations: seats.map((seat) => seat.organization),
    agencies,
    patents,
    offers: makeOffers({ seed, patents, seats, agencies }, counts.offers),
    demands: makeDemands(seed, seats, counts.demands),
    experts: makeExperts(seed, seats, counts.experts),
    cases: makeCases(patents),
    rights: makeRights(seed, seats, counts.rights),
  };
}

/** The world's patents one after the other, for feeds that are written without holding them all. */
export function* generatePatents(size: WorldSize): Generator<WorldPatent> {
  const cast = makeCast(size);
  yield* WELL_KNOWN_PATENTS;
  for (let index = 0; index < size.patents - WELL_KNOWN_PATENTS.length; index++) yield makePatent(cast, index);
}

function makeCast({ seed, patents }: WorldSize): PatentCast {
  const counts = countsFor(patents);
  const agencies = makeAgencies(seed, counts.agencies);
  return { seed, seats: makeOrganizations(seed, counts.organizations), agencies, localAgencies: byProvince(agencies) };
}

/** Everything else grows with the patents, within what its numbers have room for. */
function countsFor(patents: number) {
  const share = (part: number, least: number, most: number): number =>
    Math.min(most, Math.max(least, Math.round(patents * part)));
  return {
    organizations: share(0.1, 40, 80_000),
    agencies: share(0.15, 40, 2_400),
    offers: share(0.2, 60, 9_000),
    demands: share(0.04, 24, 4_000),
    experts: share(0.03, 24, 4_000),
    rights: share(0.1, 20, 50_000),
  };
}

function byProvince(agencies: readonly WorldAgency[]): ReadonlyMap<string, readonly WorldAgency[]> {
  return Map.groupBy(agencies, (agency) => agency.region.slice(0, 2));
}
