import type { DemoAnswer } from "#adapters/manifest/demo/wire/answers.ts";
import { filterOf, numberOf } from "#adapters/manifest/demo/wire/read-request.ts";
import type { Database, Entry } from "./databases.ts";
import { complaint, detailPage, link, listPage } from "./pages.ts";

const MAX_PAGE_SIZE = 100;

type Query = ReadonlyMap<string, string>;

/** `quick.do?db=&word=&xzqh=&date=19951201-19951231&page=&pagesize=`. */
export function answerList(databases: Readonly<Record<string, Database>>, query: Query, ceiling: number): DemoAnswer {
  const code = query.get("db") ?? "";
  const database = databases[code];
  if (database === undefined) return complaint("请选择数据库");
  const range = rangeOf(filterOf(query.get("date")));
  if (range === "wrong") return complaint("日期格式错误，应为19951201-19951231");
  const found = database.entries.filter((entry) => matches(entry, query, range));
  const size = Math.min(numberOf(query.get("pagesize"), 10), MAX_PAGE_SIZE);
  const page = numberOf(query.get("page"), 1);
  if (page > ceiling) return complaint(`检索结果过多，只能浏览前${ceiling}页`);
  const pages = Math.max(1, Math.ceil(found.length / size));
  const shown = Math.min(page, pages);
  const entries = found.slice((shown - 1) * size, shown * size);
  const [first] = database.entries;
  return listPage({
    title: database.title,
    headings: ["序号", "名称", ...(first?.fields ?? []).map(([, label]) => label)],
    rows: entries.map((entry, index) => [
      String((shown - 1) * size + index + 1),
      link(`detail.jsp?db=${code}&selectedlist=${entry.id}`, entry.title),
      ...entry.fields.map(([, , value]) => value),
    ]),
    total: found.length,
    page: shown,
    pages,
  });
}

/** `detail.jsp?db=&selectedlist=`: unknown records get status 200 and an apology. */
export function answerDetail(databases: Readonly<Record<string, Database>>, query: Query): DemoAnswer {
  const id = query.get("selectedlist") ?? "";
  const entry = databases[query.get("db") ?? ""]?.entries.find((candidate) => candidate.id === id);
  return entry === undefined ? complaint("没有找到该记录") : detailPage(entry);
}

type Range = readonly [from: string, to: string];

function matches(entry: Entry, query: Query, range: Range | null): boolean {
  const word = filterOf(query.get("word"));
  const region = filterOf(query.get("xzqh"));
  if (word !== null && !holds(entry, word)) return false;
  if (region !== null && !entry.region.startsWith(region.replace(/(?:00){1,2}$/, ""))) return false;
  const day = entry.day.replaceAll("-", "");
  return range === null || (day >= range[0] && day <= range[1]);
}

function holds(entry: Entry, word: string): boolean {
  return entry.title.includes(word) || entry.fields.some(([, , value]) => value.includes(word));
}

function rangeOf(text: string | null): Range | null | "wrong" {
  if (text === null) return null;
  const [, from, to] = /^(\d{8})-(\d{8})$/.exec(text) ?? [];
  return from === undefined || to === undefined ? "wrong" : [from, to];
}
