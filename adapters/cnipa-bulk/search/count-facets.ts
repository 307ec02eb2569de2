import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ColumnArrays } from "./columns.ts";
import { type FacetValues, facetValues, MOST_VALUES_OF_ONE } from "./facet-values.ts";
import type { Facet, FacetField } from "./search-request.ts";

/** Counts what the matches have in each facet. Names of organisations and agencies come from the store. */
export class FacetCounter {
  readonly #organization: StatementSync;
  readonly #agency: StatementSync;
  readonly #mostOrganizations: StatementSync;

  constructor(database: DatabaseSync) {
    this.#organization = database.prepare("SELECT key, name FROM search_organizations WHERE id = ?");
    this.#agency = database.prepare("SELECT name FROM search_agencies WHERE code = ?");
    this.#mostOrganizations = database.prepare("SELECT max(id) AS most FROM search_organizations");
  }

  count(
    ids: Int32Array,
    fields: readonly FacetField[],
    context: { readonly arrays: ColumnArrays; readonly today: number; readonly top: number },
  ): readonly Facet[] {
    return fields.map((field) => this.#countOne(ids, field, facetValues(field, context), context.top));
  }

  #countOne(ids: Int32Array, field: FacetField, values: FacetValues, top: number): Facet {
    const limit = field === "APPLICANT" ? this.#organizations() + 1 : values.limit;
    const counts = new Uint32Array(limit);
    const missing = countInto(counts, ids, values);
    const best = highest(counts, top);
    const buckets = best.map((value) => ({ ...this.#named(field, value, values), count: counts[value] ?? 0 }));
    const among = buckets.reduce((sum, { count }) => sum + count, 0);
    const beyond = values.isSingle ? ids.length - among : countBeyond(new Set(best), ids, values);
    return { field, isExact: true, buckets, missing, other: beyond - missing };
  }

  #named(field: FacetField, value: number, values: FacetValues) {
    if (field === "APPLICANT") {
      const row = this.#organization.get(value);
      return { value: String(row?.["key"]), name: String(row?.["name"]) };
    }
    const row = field === "AGENCY" ? this.#agency.get(value) : undefined;
    return { value: values.text(value) ?? String(value), name: row === undefined ? null : String(row["name"]) };
  }

  #organizations(): number {
    return Number(this.#mostOrganizations.get()?.["most"] ?? 0);
  }
}

/** Returns how many documents have no value. */
function countInto(counts: Uint32Array, ids: Int32Array, { read }: FacetValues): number {
  const values = new Uint32Array(MOST_VALUES_OF_ONE);
  let missing = 0;
  for (let at = 0; at < ids.length; at++) {
    const found = read(ids[at] ?? 0, values);
    if (found === 0) missing += 1;
    for (let index = 0; index < found; index++) {
      const value = values[index] ?? 0;
      counts[value] = (counts[value] ?? 0) + 1;
    }
  }
  return missing;
}

/** How many documents have none of those values. */
function countBeyond(best: ReadonlySet<number>, ids: Int32Array, { read }: FacetValues): number {
  const values = new Uint32Array(MOST_VALUES_OF_ONE);
  let beyond = 0;
  for (let at = 0; at < ids.length; at++) {
    const found = read(ids[at] ?? 0, values);
    let isAmong = false;
    for (let index = 0; index < found && !isAmong; index++) isAmong = best.has(values[index] ?? 0);
    if (!isAmong) beyond += 1;
  }
  return beyond;
}

/** The values with the highest counts, of equal ones the lower first. */
function highest(counts: Uint32Array, top: number): readonly number[] {
  const best: number[] = [];
  for (let value = 0; value < counts.length; value++) {
    const count = counts[value] ?? 0;
    if (count === 0 || (best.length === top && count <= (counts[best.at(-1) ?? 0] ?? 0))) continue;
    let at = best.length;
    while (at > 0 && (counts[best[at - 1] ?? 0] ?? 0) < count) at -= 1;
    best.splice(at, 0, value);
    if (best.length > top) best.pop();
  }
  return best;
}
