import type { ColumnArrays } from "#adapters/cnipa-bulk/search/columns.ts";
import { AGENCY_LOCALITIES, agencyLocalityOf, agencyPlaceOf, type Place, placeOf } from "./agency-locality.ts";

/** Region codes and agency codes are small numbers: what is found for one is kept at its place in an array. */
const REGION_CODES = 1_000_000;
export const AGENCY_CODES = 100_000;
/** Cities, provinces without a city, and cities of which a part lies in the cluster: about 500. */
export const MOST_PLACES = 1_024;

/** Places by small numbers, each once. */
class Places {
  readonly all: Place[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(place: Place): number {
    const key = `${place.province}|${place.city}|${place.inCluster}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.all.length === MOST_PLACES) throw new RangeError("more places than there can be");
    this.#numbers.set(key, this.all.length);
    return this.all.push(place) - 1;
  }
}

const places = new Places();
/** One more than the number of the place; 0 where it was not looked up yet. */
const regionPlaces = new Uint16Array(REGION_CODES);
/** One more than the index in AGENCY_LOCALITIES, by the places of applicant and agency. */
const localities = new Uint8Array(MOST_PLACES * MOST_PLACES);

/** The numbers of the places where the first applicants sit. */
export function applicantPlaces({ region }: ColumnArrays, ids: Int32Array): Uint16Array {
  const found = new Uint16Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const code = region[ids[index] as number] as number;
    found[index] = (regionPlaces[code] || lookUpRegion(code)) - 1;
  }
  return found;
}

function placeNumbered(number: number): Place {
  return places.all[number] ?? placeOf(null);
}

/** Divisions by small numbers that stay: cities, or provinces. Several places may lie in one. */
export class Divisions {
  readonly codes: string[] = [];
  readonly #divisionOf: (place: Place) => string | null;
  /** Two more than the number of the division, 1 for places in none; 0 where it was not looked up yet. */
  readonly #known = new Uint16Array(MOST_PLACES);

  constructor(divisionOf: (place: Place) => string | null) {
    this.#divisionOf = divisionOf;
  }

  /** −1 for places in none. */
  groupsOf(numbers: Uint16Array): Int32Array {
    const known = this.#known;
    const groups = new Int32Array(numbers.length);
    for (let index = 0; index < numbers.length; index++) {
      const place = numbers[index] as number;
      groups[index] = (known[place] || this.#lookUp(place)) - 2;
    }
    return groups;
  }

  #lookUp(place: number): number {
    const code = this.#divisionOf(placeNumbered(place));
    if (code !== null && !this.codes.includes(code)) this.codes.push(code);
    const known = code === null ? 1 : this.codes.indexOf(code) + 2;
    this.#known[place] = known;
    return known;
  }
}

/** Indexes in AGENCY_LOCALITIES, seen from the applicants' places. */
export function localitiesOf(subject: Subject, nameOf: AgencyName): Int32Array {
  const { columns, ids, places: applicants, agencyPlaces } = subject;
  const { agency } = columns;
  const found = new Int32Array(ids.length);
  for (let index = 0; index < ids.length; index++) {
    const code = agency[ids[index] as number] as number;
    if (code === 0) {
      found[index] = NO_AGENCY;
      continue;
    }
    const place = agencyPlaces[code] || lookUpAgency(agencyPlaces, code, nameOf);
    const pair = (applicants[index] as number) * MOST_PLACES + place - 1;
    found[index] = (localities[pair] || lookUpLocality(pair)) - 1;
  }
  return found;
}

interface Subject {
  readonly columns: ColumnArrays;
  readonly ids: Int32Array;
  readonly places: Uint16Array;
  readonly agencyPlaces: Uint16Array;
}

type AgencyName = (code: string) => string | null;

const NO_AGENCY = AGENCY_LOCALITIES.indexOf("NONE");

function lookUpRegion(code: number): number {
  const number = places.numberOf(placeOf(code === 0 ? null : String(code).padStart(6, "0"))) + 1;
  regionPlaces[code] = number;
  return number;
}

function lookUpAgency(found: Uint16Array, code: number, nameOf: AgencyName): number {
  const text = String(code).padStart(5, "0");
  const number = places.numberOf(agencyPlaceOf(text, nameOf(text) ?? "")) + 1;
  found[code] = number;
  return number;
}

function lookUpLocality(pair: number): number {
  const applicant = placeNumbered(Math.floor(pair / MOST_PLACES));
  const number = AGENCY_LOCALITIES.indexOf(agencyLocalityOf(applicant, placeNumbered(pair % MOST_PLACES))) + 1;
  localities[pair] = number;
  return number;
}
