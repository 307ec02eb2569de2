import { NO_DAY } from "./calendar-day.ts";

/** One value for each document. */
const SINGLE = {
  /** The application number without check character (12 digits, 8 for old ones): `application-key.ts` reads and prints it. */
  number: Float64Array,
  /** The change with which it came. */
  born: Int32Array,
  /** 0: stands; else the change at which it was replaced, or, negative, taken down: then it is never shown again. */
  died: Int32Array,
  /** Index in PATENT_TYPES. */
  type: Uint8Array,
  /** Index in LEGAL_STATUS_CODES, by the gazette alone: `statusAt` adds terms that ran out. */
  status: Uint8Array,
  /** From which day that status counts. */
  statusDay: Int32Array,
  filingDay: Int32Array,
  /** First publication of any kind. */
  publicationDay: Int32Array,
  grantDay: Int32Array,
  /** Earliest priority. */
  priorityDay: Int32Array,
  /** Day on which the right ends by its term. */
  termEndDay: Int32Array,
  /** GB/T 2260 code of the first applicant's address as a number, as deep as it was read; 0 for none. */
  region: Uint32Array,
  /** Index in APPLICANT_TYPES, of the first applicant. */
  applicantType: Uint8Array,
  /** Five digits as a number, 0 for none; the first two are a province mostly. */
  agency: Uint32Array,
  /** Bit n − 1 for strategic industry n. */
  industries: Uint16Array,
  /** First days of being put to use, NO_DAY where the gazette tells of none. */
  transferredDay: Int32Array,
  licensedDay: Int32Array,
  pledgedDay: Int32Array,
  openLicensedDay: Int32Array,
  /** Bits of USES, as the days above tell. */
  uses: Uint8Array,
  /** Characters and words of title, abstract and first claim; of all names. */
  textLength: Uint16Array,
  nameLength: Uint16Array,
  /** Several values: where they begin in the arrays below, and how many there are. */
  applicantStart: Uint32Array,
  applicantCount: Uint8Array,
  ipcStart: Uint32Array,
  ipcCount: Uint8Array,
  eventStart: Uint32Array,
  eventCount: Uint16Array,
} as const;

/** Values of all documents one after the other. */
const SEVERAL = {
  /** Ids of organisations (`SearchNames`), each once, in the order of the applicants. Persons have none. */
  applicants: Uint32Array,
  /** Subclasses (`ipc-subclass.ts`), each once, the main one first. */
  ipc: Uint32Array,
  /** Gazette days of legal events. */
  events: Int32Array,
} as const;

const KINDS = { ...SINGLE, ...SEVERAL };
export type ColumnName = keyof typeof KINDS;
type Several = keyof typeof SEVERAL;
/** Typed arrays by document id; ids begin at 1. What lies at or behind `size` is not to be read. */
export type ColumnArrays = { readonly [Name in ColumnName]: InstanceType<(typeof KINDS)[Name]> };

/** What workers hand each other. */
export interface SharedColumns {
  readonly control: SharedArrayBuffer;
  readonly buffers: { readonly [Name in ColumnName]: SharedArrayBuffer };
}

/** Addresses are set aside for so many documents; memory is taken as they come. */
const MOST_DOCUMENTS = 1 << 24;
const MOST_VALUES = 1 << 26;
const FIRST_CAPACITY = 4_096;

const SIZE = 0;
const SEQUENCE = 1;
const LOCK = 2;
const USED: Readonly<Record<Several, number>> = { applicants: 3, ipc: 4, events: 5 };
/** Counts how often memory was taken: whoever has views of an older count needs new ones. */
const GROWN = 6;
const EPOCH = 7;
const CONTROLS = 8;

/**
 * The attributes of every document as typed arrays over memory that all search workers share. One worker at a time loads
 * (`exclusively`); the others read meanwhile, up to the size that they knew.
 */
export class PatentColumns {
  readonly shared: SharedColumns;
  readonly #control: Int32Array;
  #arrays: ColumnArrays;
  #grown = 0;

  constructor(shared: SharedColumns = allocate()) {
    this.shared = shared;
    this.#control = new Int32Array(shared.control);
    this.#arrays = viewsOf(shared);
  }

  /** Views over what is there now; ask again after loading. */
  get arrays(): ColumnArrays {
    const grown = Atomics.load(this.#control, GROWN);
    if (grown !== this.#grown) this.#arrays = viewsOf(this.shared);
    this.#grown = grown;
    return this.#arrays;
  }

  /** One more than the highest id loaded. */
  get size(): number {
    return Atomics.load(this.#control, SIZE);
  }

  /** The newest change of the store that is in the columns. */
  get sequence(): number {
    return Atomics.load(this.#control, SEQUENCE);
  }

  loadedUpTo(sequence: number): void {
    Atomics.store(this.#control, SEQUENCE, sequence);
  }

  /** Whether they hold documents of that index: a store that is indexed anew begins a new one. */
  isOf(epoch: number): boolean {
    return Atomics.load(this.#control, EPOCH) === epoch;
  }

  /** Leaves nothing of another index. Only inside `exclusively`. */
  beginAnew(epoch: number): void {
    this.arrays.number.fill(0);
    Atomics.store(this.#control, SIZE, 0);
    Atomics.store(this.#control, SEQUENCE, 0);
    Atomics.store(this.#control, EPOCH, epoch);
  }

  /** Runs while no other worker loads; waits for it. */
  exclusively(load: () => void): void {
    while (Atomics.compareExchange(this.#control, LOCK, 0, 1) !== 0) Atomics.wait(this.#control, LOCK, 1);
    try {
      load();
    } finally {
      Atomics.store(this.#control, LOCK, 0);
      Atomics.notify(this.#control, LOCK);
    }
  }

  /** Puts a document's values, encoded by `encodeAttributes`, in place. Only inside `exclusively`. */
  set(id: number, { number, born, died }: DocumentLife, attributes: Int32Array): void {
    this.#reserve(id + 1);
    const { arrays } = this;
    arrays.number[id] = number;
    arrays.born[id] = born;
    arrays.died[id] = died;
    for (const [index, name] of PLAIN.entries()) arrays[name][id] = attributes[index] ?? 0;
    arrays.uses[id] = usesOf(arrays, id);
    let at = PLAIN.length;
    for (const name of SEVERALS) {
      const count = attributes[at] ?? 0;
      this.#setValues(id, name, attributes.subarray(at + 1, at + 1 + count));
      at += count + 1;
    }
    if (id >= this.size) Atomics.store(this.#control, SIZE, id + 1);
  }

  #setValues(id: number, name: Several, values: Int32Array): void {
    const [startName, countName] = PLACES[name];
    const counts = this.#arrays[countName];
    // A document that changes in place writes where its former values stood, if they suffice.
    const fits = values.length <= (counts[id] ?? 0);
    const start = fits ? (this.#arrays[startName][id] ?? 0) : this.#append(name, values.length);
    this.arrays[name].set(values, start);
    this.#arrays[startName][id] = start;
    this.#arrays[countName][id] = values.length;
  }

  #append(name: Several, count: number): number {
    const start = this.#control[USED[name]] ?? 0;
    if (start + count > this.#arrays[name].length) this.#grow(name, start + count);
    this.#control[USED[name]] = start + count;
    return start;
  }

  #reserve(count: number): void {
    if (count <= this.#arrays.number.length) return;
    if (count > MOST_DOCUMENTS) throw new RangeError(`the search index holds ${MOST_DOCUMENTS} documents at most`);
    for (const name of SINGLES) this.#grow(name, count);
  }

  #grow(name: ColumnName, count: number): void {
    const buffer = this.shared.buffers[name];
    const capacity = Math.ceil((count * 1.5) / 8) * 8 * KINDS[name].BYTES_PER_ELEMENT;
    buffer.grow(Math.min(buffer.maxByteLength, capacity));
    this.#arrays = viewsOf(this.shared);
    this.#grown = Atomics.add(this.#control, GROWN, 1) + 1;
  }
}

/** Of which application a document is a version, and from which change to which. */
export interface DocumentLife {
  readonly number: number;
  readonly born: number;
  readonly died: number;
}

/** Whether a document stood at a change. */
export function stoodAt(born: number, died: number, sequence: number): boolean {
  return born <= sequence && (died === 0 || Math.abs(died) > sequence);
}

/** What the bits of the column `uses` say: the right was granted, and put to use in these ways. */
export const USES = { granted: 1, transferred: 2, licensed: 4, pledged: 8, openLicensed: 16 } as const;

const DAYS_OF_USE = [
  ["grantDay", USES.granted],
  ["transferredDay", USES.transferred],
  ["licensedDay", USES.licensed],
  ["pledgedDay", USES.pledged],
  ["openLicensedDay", USES.openLicensed],
] as const;

function usesOf(arrays: ColumnArrays, id: number): number {
  let bits = 0;
  for (const [name, bit] of DAYS_OF_USE) if (arrays[name][id] !== NO_DAY) bits |= bit;
  return bits;
}

const SINGLES = Object.keys(SINGLE) as (keyof typeof SINGLE)[];
const SEVERALS = Object.keys(SEVERAL) as Several[];
type Place = `${string}Start` | `${string}Count`;
type Plain = Exclude<keyof typeof SINGLE, keyof DocumentLife | "uses" | Place>;
const PLAIN = SINGLES.filter((name) => !/^(?:number|born|died|uses)$|(?:Start|Count)$/.test(name)) as Plain[];
const PLACES = {
  applicants: ["applicantStart", "applicantCount"],
  ipc: ["ipcStart", "ipcCount"],
  events: ["eventStart", "eventCount"],
} as const satisfies Record<Several, readonly [Place, Place]>;

/** A document's attributes: a number for each single column, lists for the others. */
export type SearchAttributes = { readonly [Name in Plain]: number } & { readonly [Name in Several]: readonly number[] };

const MOST_OF_ONE: Readonly<Record<Several, number>> = { applicants: 255, ipc: 255, events: 65_535 };

/** As the store keeps them, in the order of the columns: single values, then each list with its length before it. */
export function encodeAttributes(attributes: SearchAttributes): Int32Array {
  const lists = SEVERALS.map((name) => attributes[name].slice(0, MOST_OF_ONE[name]));
  return Int32Array.from([
    ...PLAIN.map((name) => attributes[name]),
    ...lists.flatMap((values) => [values.length, ...values]),
  ]);
}

function allocate(): SharedColumns {
  const buffers = Object.fromEntries(
    Object.entries(KINDS).map(([name, { BYTES_PER_ELEMENT }]) => {
      const most = name in SEVERAL ? MOST_VALUES : MOST_DOCUMENTS;
      const options = { maxByteLength: most * BYTES_PER_ELEMENT };
      return [name, new SharedArrayBuffer(FIRST_CAPACITY * BYTES_PER_ELEMENT, options)];
    }),
  ) as Record<ColumnName, SharedArrayBuffer>;
  return { control: new SharedArrayBuffer(CONTROLS * Int32Array.BYTES_PER_ELEMENT), buffers };
}

/** Views of a fixed length: those that follow their buffer are slower to read. */
function viewsOf({ buffers }: SharedColumns): ColumnArrays {
  return Object.fromEntries(
    Object.entries(KINDS).map(([name, Kind]) => {
      const buffer = buffers[name as ColumnName];
      const View = Kind as new (buffer: SharedArrayBuffer, at: number, length: number) => unknown;
      return [name, new View(buffer, 0, buffer.byteLength / Kind.BYTES_PER_ELEMENT)];
    }),
  ) as unknown as ColumnArrays;
}
