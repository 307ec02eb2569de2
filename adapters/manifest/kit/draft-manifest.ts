import type { SniffedSource } from "./sniff-source.ts";

export interface DraftOptions {
  readonly code: string;
  /** The list that the platform gives; null where it is not known yet. */
  readonly url: URL | null;
  readonly sniffed: SniffedSource | null;
}

const EXAMPLE: SniffedSource = { format: "json", rows: "data.list", total: "data.total", fields: [] };

/** A manifest to begin with: it can be read as it stands, and its comments say what to put where. */
export function draftManifest({ code, url, sniffed }: DraftOptions): string {
  const source = sniffed ?? EXAMPLE;
  const origin = url?.origin ?? "https://portal.example.cn";
  const query = url === null ? UNKNOWN_QUERY : [...url.searchParams].map(toPlace);
  const [idPath, titlePath] = guessPaths(source);
  const seen = source.fields.map(([name, example]) => `      #   ${comment(name)}: ${comment(example)}`);
  return `# ${code} 的接入清单（草稿）。说明见 adapters/manifest/GUIDE.md / Manifest of ${code} (a draft); see adapters/manifest/GUIDE.md
manifest: 1
code: ${code}
version: 0.1.0 # 每次改动都提高 / raised with every change
name: { zh: 平台名称, en: Name of the platform }
owner:
  name: { zh: 运营单位, en: Operator }
  contact: someone@example.org # 不对外显示 / never shown
# region: "510100" # GB/T 2260；全国性平台不写 / absent for national platforms

licence: # 与枢纽的协议 / as agreed with the hub
  code: ${code.toUpperCase()}-TERMS
  name: { zh: 许可条款, en: Terms of use }
  attribution: { zh: 来源：平台名称, en: "Source: name of the platform" }
  accessPolicy: PUBLIC # PUBLIC, NODE_ONLY, DERIVED_ONLY
  # fields: { EXPERT: { phone: masked } } # withheld: 不读取 / never read

sources:
  portal:
    name: { zh: 门户接口, en: Interfaces of the portal }
    baseUrl: ${origin}
    # charset: { response: gb18030 } # 缺省自动识别 / told apart by itself otherwise
    # authentication: { type: apiKey, name: X-Api-Key, secret: API_KEY } # 密钥由枢纽运营者设置 / its value is set by the hub's operator
    politeness: { requestsPerSecond: 1, concurrency: 2 } # 上限 / ceilings
    # success: body.code == 200
    # errors:
    #   - { when: 'body.code == 404', kind: not-found }

kinds:
  REPORT: # LISTING, DEMAND, SERVICE, EXPERT, REPORT … 见 FORMAT.md / see FORMAT.md
    list:
      request: { ${requestOf(url, query)} }
      decode: { ${decodeOf(source)} }${ROWS[source.format] === undefined ? "" : GUESSED}
      paging: ${pagingOf(url)}
    id: ${quoted(idPath)}
    fields:
      title: ${quoted(titlePath)}
      # publishedDate: { from: date, as: date }
${seen.length === 0 ? "" : `      # 第一条记录的字段 / fields of the first record:\n${seen.join("\n")}\n`}
probes:
  - { kind: REPORT, atLeast: 1 }
`;
}

const UNKNOWN_QUERY: readonly Parameter[] = [
  ["page", "{page}"],
  ["size", "{size}"],
];

type Parameter = readonly [name: string, value: string];

function requestOf(url: URL | null, query: readonly Parameter[]): string {
  const path = (url?.pathname ?? "/api/report/list").replaceAll("{", "{{");
  const parameters = query.map(([name, value]) => `${quoted(name)}: ${quoted(value)}`).join(", ");
  return `path: ${quoted(path)}${parameters === "" ? "" : `, query: { ${parameters} }`}`;
}

const ROWS: Readonly<Partial<Record<SniffedSource["format"], string>>> = { html: "ul.list li", xml: "root.item" };

const GUESSED =
  " # rows、id、title 是猜的，请照页面改 / rows, id and title are guesses: change them to what the page has";

/** As the address itself turns pages: from 0 where it says so, with its own size. */
function pagingOf(url: URL | null): string {
  const parameters = url === null ? UNKNOWN_QUERY : [...url.searchParams];
  const told = (names: RegExp) => parameters.find(([name]) => names.test(name))?.[1];
  const page = told(PAGE);
  if (page === undefined) return "{ type: none }";
  const size = Number(told(SIZE));
  const records = Number.isInteger(size) && size > 0 ? Math.min(size, MOST_SIZE) : 20;
  return `{ type: page, size: ${records}${page === "0" ? ", first: 0" : ""} }`;
}

function decodeOf({ format, rows, total }: SniffedSource): string {
  const place = ROWS[format] ?? rows;
  const parts = [`format: ${format}`];
  if (place !== null) parts.push(`rows: ${quoted(place)}`);
  if (total !== null) parts.push(`total: ${quoted(total)}`);
  return parts.join(", ");
}

/** Where id and title seem to stand. */
function guessPaths({ format, fields }: SniffedSource): readonly [id: string, title: string] {
  if (format === "html") return ["a@href", "a"];
  if (format === "xml") return ["id", "title"];
  const names = fields.map(([name]) => name).filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
  const id = names.find((name) => /^(?:id|bh|.*id)$/i.test(name)) ?? names[0] ?? "id";
  const title = names.find((name) => /title|name|bt|mc|标题|名称/i.test(name)) ?? names[1] ?? "title";
  return [id, title];
}

const MOST_SIZE = 1_000;
const PAGE = /^(?:page|pageNo|pageNum|pageIndex|p|currentPage|PAGE)$/i;
const SIZE = /^(?:size|pageSize|rows|limit|PAGENUM|perPage)$/i;

function toPlace([name, value]: readonly [string, string]): Parameter {
  if (PAGE.test(name)) return [name, "{page}"];
  if (SIZE.test(name)) return [name, "{size}"];
  return [name, value.replaceAll("{", "{{")];
}

/** JSON strings are YAML. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function comment(text: string): string {
  return text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, " ");
}
