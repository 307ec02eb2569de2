import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { allRegions } from "#schema/codes/regions.ts";
import { AGENCY_LOCALITIES, agencyLocalityOf, agencyPlaceOf, type Place, placeOf } from "./agency-locality.ts";

/** Region codes and agency codes are small numbers: what is found for one is kept at its place in an array. */
const REGION_CODES = 1_000_000;
export const AGENCY_CODES = 100_000;

/**
 * Cities, provinces without a city, and cities of which a part lies in the cluster: each once, about 500. All that there
 * can be, by their index.
 */
const PLACES: readonly Place[] = [
  ...new Map(
    [null, ...Array.from(allRegions(), ({ code }) => code)].map((code) => [keyOf(placeOf(code)), placeOf(code)]),
  ),
].map(([, place]) => place);
const NUMBERS: ReadonlyMap<string, number> = new Map(PLACES.map((place, number) => [keyOf(place), number]));
const NOWHERE = placeOf(null);

/** Where a patent without an agency has its agency: a place of its own, behind all others. */
const NO_AGENCY = PLACES.length;
const AGENCY_PLACES = PLACES.length + 1;

/** One more than the number of the place; 0 where it was not looked up yet. */
const regionPlaces = new Uint16Array(REGION_CODES);
/** One more than the index in AGENCY_LOCALITIES, by the places of applicant and agency. */
const localities = new Uint8Array(PLACES.length * AGENCY_PLACES);

/** The numbers of the places where the first applicants sit. */
export function placesOfRegions(region: ColumnArrays["region"], ids: Int32Array, into: Uint16Array): void {
  for (let index = 0; index < ids.length; index++) {
    const code = region[ids[index] as number] as number;
    into[index] = (regionPlaces[code] || lookUpRegion(code)) - 1;
  }
}

/** Divisions by small numbers: cities, or provinces. Several places may lie in one. */
export class Divisions {
  readonly codes: readonly string[];
  /** One more than the number of the division in which a place lies; 0 for none. */
  readonly #divisions: Int32Array;

  constructor(divisionOf: (place: Place) => string | null) {
    this.codes = [...new Set(PLACES.flatMap((place) => divisionOf(place) ?? []))];
    this.#divisions = Int32Array.from(PLACES, (place) => this.codes.indexOf(divisionOf(place) ?? "") + 1);
  }

  read(places: Uint16Array, count: number, into: Int32Array): void {
    const divisions = this.#divisions;
    for (let index = 0; index < count; index++) into[index] = divisions[places[index] as number] as number;
  }
}

/** Where agencies sit seen from applicants. Places of agencies are kept for one request: a newer name may tell another city. */
export class Localities {
  readonly #nameOf: AgencyName;
  readonly #agencies = new Uint16Array(AGENCY_CODES);

  constructor(nameOf: AgencyName) {
    this.#nameOf = nameOf;
  }

  /** One more than the index in AGENCY_LOCALITIES. */
  read({ columns, ids, places }: Subject, into: Int32Array): void {
    const { agency } = columns;
    const agencies = this.#agencies;
    for (let index = 0; index < ids.length; index++) {
      const code = agency[ids[index] as number] as number;
      const place = agencies[code] || this.#lookUp(code);
      const pair = Math.imul(places[index] as number, AGENCY_PLACES) + place - 1;
      into[index] = localities[pair] || lookUpLocality(pair);
    }
  }

  #lookUp(code: number): number {
    const number = (code === 0 ? NO_AGENCY : this.#placeOf(String(code).padStart(5, "0"))) + 1;
    this.#agencies[code] = number;
    return number;
  }

  #placeOf(code: string): number {
    return numberOf(agencyPlaceOf(code, this.#nameOf(code) ?? ""));
  }
}

interface Subject {
  readonly columns: ColumnArrays;
  readonly ids: Int32Array;
  readonly places: Uint16Array;
}

type AgencyName = (code: string) => string | null;

function keyOf({ province, city, inCluster }: Place): string {
  return `${province}|${city}|${inCluster}`;
}

function numberOf(place: Place): number {
  return NUMBERS.get(keyOf(place)) ?? 0;
}

function lookUpRegion(code: number): number {
  const number = numberOf(placeOf(code === 0 ? null : String(code).padStart(6, "0"))) + 1;
  regionPlaces[code] = number;
  return number;
}

function lookUpLocality(pair: number): number {
  const applicant = PLACES[Math.floor(pair / AGENCY_PLACES)] ?? NOWHERE;
  const agency = pair % AGENCY_PLACES;
  const locality = agencyLocalityOf(applicant, agency === NO_AGENCY ? null : (PLACES[agency] ?? NOWHERE));
  localities[pair] = AGENCY_LOCALITIES.indexOf(locality) + 1;
  return localities[pair] ?? 0;
}
