import { FACTS, type FactName } from "./document-facts.ts";

/** A row of the store's table `documents`. */
export interface DocumentRow {
  readonly id: number;
  readonly node: number;
  readonly kind: number;
  readonly died: number;
  /** Seconds. */
  readonly fetched: number;
  readonly facts: Int32Array;
}

const FIRST_CAPACITY = 4_096;

const KINDS = {
  isAlive: Uint8Array,
  node: Uint16Array,
  kind: Uint16Array,
  fetched: Uint32Array,
  status: Uint16Array,
  licence: Uint16Array,
  region: Uint16Array,
  day: Int32Array,
  priceFrom: Int32Array,
  priceTo: Int32Array,
  length: Uint16Array,
  tie: Uint32Array,
  classStart: Uint32Array,
  classCount: Uint8Array,
} as const;

type ColumnName = keyof typeof KINDS;
type Columns = { -readonly [Name in ColumnName]: InstanceType<(typeof KINDS)[Name]> };

/** What filters, facets and order look at, by document: about fifty bytes each. */
export class SummaryColumns {
  arrays: Readonly<Columns> = columnsOf(FIRST_CAPACITY);
  /** Words of the space "class", one document's after another's. */
  classes = new Uint16Array(FIRST_CAPACITY);
  /** One more than the highest document. */
  size = 1;
  alive = 0;
  /** Characters of all that are alive. */
  totalLength = 0;
  #classesUsed = 0;

  clear(): void {
    this.arrays = columnsOf(FIRST_CAPACITY);
    this.size = 1;
    this.alive = 0;
    this.totalLength = 0;
    this.#classesUsed = 0;
  }

  set({ id, node, kind, died, fetched, facts }: DocumentRow): void {
    if (id >= this.arrays.node.length) this.#grow(id + 1);
    const { arrays } = this;
    this.#count(id, -1);
    arrays.isAlive[id] = died === 0 ? 1 : 0;
    arrays.node[id] = node;
    arrays.kind[id] = kind;
    arrays.fetched[id] = fetched;
    for (const [index, name] of FACTS.entries()) arrays[name satisfies FactName][id] = facts[index] ?? 0;
    this.#setClasses(id, facts.subarray(FACTS.length));
    this.size = Math.max(this.size, id + 1);
    this.#count(id, 1);
  }

  #count(id: number, sign: 1 | -1): void {
    if (this.arrays.isAlive[id] !== 1) return;
    this.alive += sign;
    this.totalLength += sign * (this.arrays.length[id] ?? 0);
  }

  /** A document that changes writes where its former values stood, if they suffice. */
  #setClasses(id: number, values: Int32Array): void {
    const { classStart, classCount } = this.arrays;
    if (values.length > (classCount[id] ?? 0)) {
      classStart[id] = this.#classesUsed;
      this.#classesUsed += values.length;
      if (this.#classesUsed > this.classes.length) this.classes = enlarged(this.classes, this.#classesUsed * 2);
    }
    classCount[id] = values.length;
    this.classes.set(values, classStart[id] ?? 0);
  }

  #grow(needed: number): void {
    const larger = columnsOf(Math.ceil(needed * 1.5));
    for (const name of Object.keys(KINDS) as ColumnName[]) larger[name].set(this.arrays[name]);
    this.arrays = larger;
  }
}

function columnsOf(capacity: number): Columns {
  return Object.fromEntries(
    Object.entries(KINDS).map(([name, Kind]) => [name, new Kind(capacity)]),
  ) as unknown as Columns;
}

function enlarged(array: Uint16Array<ArrayBuffer>, capacity: number): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(capacity);
  larger.set(array);
  return larger;
}
