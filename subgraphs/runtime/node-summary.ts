/** What a node tells of a record to find it by (HubNodeItem), cut to its bounds. */
export interface NodeSummary {
  readonly typeName: string;
  /** Global id. */
  readonly id: string;
  readonly title: string | null;
  /** Further words to search by: abstract, specialties, goods. */
  readonly text: string | null;
  /** Canonical. */
  readonly numbers: readonly string[];
  readonly classes: readonly string[];
  readonly region: string | null;
  /** Names and credit codes. */
  readonly parties: readonly string[];
  /** Yuan; open where an end is null. */
  readonly price: { readonly from: number | null; readonly to: number | null } | null;
  /** The state's code in the terms of the kind. */
  readonly status: string | null;
  /** By filter of the contract (modes, subjects, specialties …): the codes by which it finds the record. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** YYYY-MM-DD, for ordering. */
  readonly date: string | null;
  /** Code of the licence. */
  readonly licence: string | null;
  /** ISO instants. */
  readonly fetchedAt: string | null;
  readonly sourceUpdatedAt: string | null;
}

/** The fields of HubNodeSummary that make it up. */
export const SUMMARY_FIELDS: Readonly<Record<string, string>> = {
  title: "title",
  text: "text",
  numbers: "numbers",
  classes: "classes",
  region: "region",
  parties: "parties",
  price: "price { from to }",
  status: "status",
  codes: "codes { filter codes }",
  date: "date",
  licence: "licence",
  fetchedAt: "fetchedAt",
  sourceUpdatedAt: "sourceUpdatedAt",
};

const LONGEST = { id: 512, title: 500, text: 600, word: 200, code: 64 } as const;
const MOST = { numbers: 20, classes: 50, parties: 20, filters: 12, codes: 30 } as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** From what a node answered, which may be anything: null for what is no item, and what is out of bounds cut or left out. */
export function readNodeSummary(item: unknown): NodeSummary | null {
  if (!isRecord(item)) return null;
  const { typeName, id } = item;
  if (typeof typeName !== "string" || typeof id !== "string" || id === "" || id.length > LONGEST.id) return null;
  const told = isRecord(item["summary"]) ? item["summary"] : {};
  return {
    typeName,
    id,
    title: readText(told["title"], LONGEST.title),
    text: readText(told["text"], LONGEST.text),
    numbers: readWords(told["numbers"], MOST.numbers, LONGEST.code),
    classes: readWords(told["classes"], MOST.classes, LONGEST.code),
    region: readText(told["region"], LONGEST.code),
    parties: readWords(told["parties"], MOST.parties, LONGEST.word),
    price: readPrice(told["price"]),
    status: readText(told["status"], LONGEST.code),
    codes: readCodes(told["codes"]),
    date: readDay(told["date"]),
    licence: readText(told["licence"], LONGEST.code),
    fetchedAt: readInstant(told["fetchedAt"]),
    sourceUpdatedAt: readInstant(told["sourceUpdatedAt"]),
  };
}

function readText(value: unknown, longest: number): string | null {
  if (typeof value !== "string") return null;
  const text = value.slice(0, longest).toWellFormed().trim();
  return text === "" ? null : text;
}

function readWords(value: unknown, most: number, longest: number): readonly string[] {
  if (!Array.isArray(value)) return [];
  const words = value.slice(0, most).map((word) => readText(word, longest));
  return [...new Set(words.filter((word) => word !== null))];
}

function readPrice(value: unknown): NodeSummary["price"] {
  if (!isRecord(value)) return null;
  const [from, to] = [readAmount(value["from"]), readAmount(value["to"])];
  return from === null && to === null ? null : { from, to };
}

function readAmount(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : null;
}

function readCodes(value: unknown): NodeSummary["codes"] {
  if (!Array.isArray(value)) return {};
  return Object.fromEntries(
    value.slice(0, MOST.filters).flatMap((entry: unknown) => {
      const filter = isRecord(entry) ? readText(entry["filter"], LONGEST.code) : null;
      if (filter === null || !isRecord(entry)) return [];
      return [[filter, readWords(entry["codes"], MOST.codes, LONGEST.code)] as const];
    }),
  );
}

/** Days that are none would only serve to stand first. */
function readDay(value: unknown): string | null {
  return typeof value === "string" && DAY.test(value) ? value : null;
}

function readInstant(value: unknown): string | null {
  return typeof value === "string" && INSTANT.test(value) && !Number.isNaN(Date.parse(value)) ? value : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
