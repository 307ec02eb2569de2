import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ColumnArrays } from "./columns.ts";
import { statusAt } from "./effective-status.ts";
import { type FacetColumns, type FacetSpecification, specifyFacet } from "./facet-values.ts";
import { ipcSectionOf } from "./ipc-subclass.ts";
import type { Facet, FacetField } from "./search-request.ts";

export interface FacetContext {
  readonly arrays: ColumnArrays;
  readonly today: number;
  /** Buckets of each facet. */
  readonly top: number;
}

/** Counts what the matches have in each facet. Names of organisations and agencies come from the store. */
export class FacetCounter {
  readonly #organization: StatementSync;
  readonly #agency: StatementSync;
  readonly #organizations: StatementSync;

  constructor(database: DatabaseSync) {
    this.#organization = database.prepare("SELECT key, name FROM search_organizations WHERE id = ?");
    this.#agency = database.prepare("SELECT name FROM search_agencies WHERE code = ?");
    this.#organizations = database.prepare("SELECT max(id) AS most FROM search_organizations");
  }

  count(ids: Int32Array, fields: readonly FacetField[], context: FacetContext): readonly Facet[] {
    return fields.map((field) => this.#countOne(ids, field, context));
  }

  #countOne(ids: Int32Array, field: FacetField, context: FacetContext): Facet {
    const specification = specifyFacet(field, context.arrays);
    const limit = specification.limit ?? Number(this.#organizations.get()?.["most"] ?? 0) + 1;
    const counts = new Uint32Array(limit);
    const missing = countInto(counts, ids, specification.columns, context);
    const best = highest(counts, context.top);
    const buckets = best.map((value) => ({ ...this.#named(field, value, specification), count: counts[value] ?? 0 }));
    const among = buckets.reduce((sum, { count }) => sum + count, 0);
    const beyond = countBeyond(best, { ids, among, missing, limit }, specification.columns, context.arrays);
    return { field, isExact: true, buckets, missing, other: beyond };
  }

  #named(field: FacetField, value: number, { text }: FacetSpecification) {
    if (field === "APPLICANT") {
      const row = this.#organization.get(value);
      return { value: String(row?.["key"]), name: String(row?.["name"]) };
    }
    const row = field === "AGENCY" ? this.#agency.get(value) : undefined;
    return { value: text(value) ?? String(value), name: row === undefined ? null : String(row["name"]) };
  }
}

/** Returns how many documents have no value. One loop for each way in which values lie: this is where large searches spend their time. */
function countInto(counts: Uint32Array, ids: Int32Array, columns: FacetColumns, context: FacetContext): number {
  switch (columns.kind) {
    case "single":
      if (columns.table === null) countColumn(counts, ids, columns.column);
      else countTable(counts, ids, columns.column, [columns.table, columns.offset]);
      return takeNone(counts);
    case "status":
      for (let at = 0; at < ids.length; at++)
        increment(counts, statusAt(context.arrays, ids[at] ?? 0, context.today) + 1);
      return takeNone(counts);
    case "list":
      return countList(counts, ids, columns);
    default:
      return countBits(counts, ids, bitsReader(columns, context.arrays));
  }
}

type Column = Extract<FacetColumns, { readonly kind: "single" }>["column"];

function countColumn(counts: Uint32Array, ids: Int32Array, column: Column): void {
  for (let at = 0; at < ids.length; at++) increment(counts, column[ids[at] ?? 0] ?? 0);
}

function countTable(
  counts: Uint32Array,
  ids: Int32Array,
  column: Column,
  [table, offset]: readonly [Uint16Array, number],
): void {
  for (let at = 0; at < ids.length; at++) {
    const index = (column[ids[at] ?? 0] ?? 0) - offset;
    increment(counts, index < 0 || index >= table.length ? 0 : (table[index] ?? 0));
  }
}

function increment(counts: Uint32Array, value: number): void {
  counts[value] = (counts[value] ?? 0) + 1;
}

function takeNone(counts: Uint32Array): number {
  const none = counts[0] ?? 0;
  counts[0] = 0;
  return none;
}

type List = Extract<FacetColumns, { readonly kind: "list" }>;

function countList(counts: Uint32Array, ids: Int32Array, { starts, counts: lengths, values }: List): number {
  let missing = 0;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    const start = starts[id] ?? 0;
    const end = start + (lengths[id] ?? 0);
    if (start === end) missing += 1;
    for (let index = start; index < end; index++) increment(counts, values[index] ?? 0);
  }
  return missing;
}

function countBits(counts: Uint32Array, ids: Int32Array, bitsOf: (id: number) => number): number {
  let missing = 0;
  for (let at = 0; at < ids.length; at++) {
    let rest = bitsOf(ids[at] ?? 0);
    if (rest === 0) missing += 1;
    for (; rest !== 0; rest &= rest - 1) increment(counts, 31 - Math.clz32(rest & -rest));
  }
  return missing;
}

function bitsReader(
  columns: Extract<FacetColumns, { readonly kind: "bits" | "sections" }>,
  { ipc, ipcStart, ipcCount }: ColumnArrays,
): (id: number) => number {
  if (columns.kind === "bits") return (id) => columns.column[id] ?? 0;
  return (id) => {
    const start = ipcStart[id] ?? 0;
    let bits = 0;
    for (let at = start; at < start + (ipcCount[id] ?? 0); at++) bits |= 1 << ipcSectionOf(ipc[at] ?? 0);
    return bits;
  };
}

interface Counted {
  readonly ids: Int32Array;
  /** Sum of the buckets. */
  readonly among: number;
  readonly missing: number;
  readonly limit: number;
}

/** How many documents have values, but none of the best. Where one has several, they are gone through again. */
function countBeyond(best: readonly number[], counted: Counted, columns: FacetColumns, arrays: ColumnArrays): number {
  const { ids, among, missing, limit } = counted;
  const isBest = new Uint8Array(limit);
  for (const value of best) isBest[value] = 1;
  if (columns.kind === "list") return countOthers(ids, isBest, columns);
  if (columns.kind === "single" || columns.kind === "status") return ids.length - missing - among;
  const bitsOf = bitsReader(columns, arrays);
  const bestBits = best.reduce((bits, value) => bits | (1 << value), 0);
  let beyond = 0;
  for (let at = 0; at < ids.length; at++) {
    const bits = bitsOf(ids[at] ?? 0);
    if (bits !== 0 && (bits & bestBits) === 0) beyond += 1;
  }
  return beyond;
}

function countOthers(ids: Int32Array, isBest: Uint8Array, { starts, counts, values }: List): number {
  let others = 0;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] ?? 0;
    const start = starts[id] ?? 0;
    const end = start + (counts[id] ?? 0);
    let found = 0;
    for (let index = start; index < end; index++) found |= isBest[values[index] ?? 0] ?? 0;
    if (found === 0 && end > start) others += 1;
  }
  return others;
}

/** The values with the highest counts, of equal ones the lower first. */
function highest(counts: Uint32Array, top: number): readonly number[] {
  const best: number[] = [];
  let least = 0;
  for (let value = 0; value < counts.length; value++) {
    const count = counts[value] ?? 0;
    if (count <= least) continue;
    let at = best.length;
    while (at > 0 && (counts[best[at - 1] ?? 0] ?? 0) < count) at -= 1;
    best.splice(at, 0, value);
    if (best.length > top) best.pop();
    least = best.length === top ? (counts[best.at(-1) ?? 0] ?? 0) : 0;
  }
  return best;
}
