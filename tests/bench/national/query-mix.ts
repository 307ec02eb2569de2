import type {
  FacetField,
  SearchCondition,
  SearchRequest,
  TextField,
} from "#adapters/cnipa-bulk/search/search-request.ts";
import type { PatentStore } from "#adapters/cnipa-bulk/store/patent-store.ts";
import { inventPatent } from "./invent-patents.ts";
import { LEXICON } from "./vocabulary.ts";

/** Questions of one kind, asked over and over; the slowest twentieth is held against the limit. */
export interface QueryClass {
  readonly name: string;
  readonly limitMs: number;
  readonly queries: readonly Query[];
}

/** Answers how many matched, or how many came back. */
export type Query = (store: PatentStore) => Promise<number>;

const FACETS: readonly FacetField[] = ["LEGAL_STATUS", "FILING_YEAR", "CITY", "IPC_SUBCLASS", "APPLICANT"];
const TEXTS: readonly TextField[] = ["TITLE", "ABSTRACT", "CLAIMS"];

const FEW = ["光学胶", "换热", "焊接", "芯片", word(100), word(300), word(1_000), word(3_000), word(10_000)];
/** Each in a fifth to two fifths of all records. */
export const MANY = ["系统", "结构", "设备", "控制", "连接", "装置"];
const PHRASES = ["特征提取", "固定连接", "数据处理", "支撑机构", "导热硅胶", "边缘计算"];
const PAIRS = [
  ["装置", "光学胶"],
  ["系统", "换热"],
  ["方法", "芯片"],
  ["连接", "焊接"],
] as const;
const CHARACTERS = ["的", "一", "本", "包", "装", "温", "连", "光"];

const RECORDS_AT_ONCE = 100;

export function queryClasses(records: number): readonly QueryClass[] {
  return [
    { name: "two and more characters, at most 30,000 matches", limitMs: 25, queries: FEW.map(searchFor) },
    { name: "two characters, 200,000 to 400,000 matches", limitMs: 150, queries: MANY.map(searchFor) },
    {
      name: "phrase of four characters, or two terms",
      limitMs: 80,
      queries: [
        ...PHRASES.map(searchFor),
        ...PAIRS.map((terms) => search({ query: { kind: "and", operands: terms.map((term) => text(term)) } })),
      ],
    },
    { name: "one character, up to all records", limitMs: 250, queries: CHARACTERS.map(searchFor) },
    { name: "expert query of four conditions", limitMs: 120, queries: EXPERT.map((query) => search({ query })) },
    {
      name: "100 records by number",
      limitMs: 5,
      queries: Array.from({ length: 10 }, (_, index) => lookUp(records, index)),
    },
  ];
}

const EXPERT: readonly SearchCondition[] = [
  all(text("光学胶", ["TITLE"]), date("2015-01-01"), ipc("C09J", "C08L"), text("公司", ["APPLICANT"])),
  all(text("系统"), not(text("焊接")), date("2018-01-01"), ipc("H04L", "G06F")),
  all(any(text("换热"), text("温度")), text("装置"), { kind: "legalStatus", codes: ["IN_FORCE"] }, date("2012-01-01")),
  all(
    { kind: "near", fields: TEXTS, texts: ["控制", "温度"], distance: 10, isOrdered: false },
    { kind: "type", types: ["INVENTION"] },
    { kind: "region", codes: ["510107", "510104", "500103", "500106"] },
    date("2010-01-01"),
  ),
  all(text("的"), any(text("芯片"), text("传感器")), not(ipc("A61K")), date("2005-01-01")),
];

function word(rank: number): string {
  return LEXICON[rank] ?? "";
}

function searchFor(term: string): Query {
  return search({ query: text(term) });
}

/** Twenty best with highlights, total and five facets. */
export function search(asked: Pick<SearchRequest, "query">): Query {
  const request: SearchRequest = {
    ...asked,
    filter: null,
    order: { field: "RELEVANCE", direction: "DESC" },
    first: 20,
    after: null,
    facets: FACETS,
    facetTop: 10,
    wantsHighlights: true,
    today: "2026-11-15",
  };
  return async (store) => (await store.search(request)).total.value;
}

/** Numbers from all over the store. */
function lookUp(records: number, offset: number): Query {
  const step = Math.floor(records / RECORDS_AT_ONCE);
  const numbers = Array.from(
    { length: RECORDS_AT_ONCE },
    (_, index) => inventPatent((index * step + offset * 37) % records).document.applicationNumber,
  );
  return async (store) => (await store.byApplicationNumbers(numbers)).filter((record) => record !== null).length;
}

function text(sought: string, fields: readonly TextField[] = TEXTS): SearchCondition {
  return { kind: "text", fields, text: sought, match: "PHRASE" };
}

function all(...operands: readonly SearchCondition[]): SearchCondition {
  return { kind: "and", operands };
}

function any(...operands: readonly SearchCondition[]): SearchCondition {
  return { kind: "or", operands };
}

function not(operand: SearchCondition): SearchCondition {
  return { kind: "not", operand };
}

function ipc(...symbols: readonly string[]): SearchCondition {
  return { kind: "class", scheme: "IPC", symbols };
}

function date(from: string): SearchCondition {
  return { kind: "date", of: "FILING", from, to: null };
}
