import { load } from "cheerio";
import { parseDottedPath } from "#adapters/manifest/dialect/dotted-path.ts";
import type { FieldFormat, KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import type { DecodeFormat } from "#adapters/manifest/format/source-format.ts";
import { inFull } from "#adapters/manifest/mapping/read-field.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Path } from "./scene.ts";

interface PlacedPath {
  readonly text: string;
  readonly path: Path;
}

/** Paths in the form that the answer's format wants: dotted, CSS, or a column. */
export function* checkPaths({ kinds, sources }: Manifest): Iterable<FoundProblem> {
  for (const [name, kind] of Object.entries(kinds)) {
    for (const use of ["list", "detail", "batch"] as const) {
      const question = kind[use];
      if (question !== undefined) yield* checkDecode(question.decode, ["kinds", name, use, "decode"]);
    }
    yield* checkNext(kind, ["kinds", name, "list", "paging", "next"]);
    const format = kind.list.decode;
    const inner = format.inner?.format ?? format.format;
    for (const { text, path } of fieldPaths(kind, ["kinds", name])) yield* checkPath(text, inner, path);
    yield* checkDetailPaths(kind, ["kinds", name]);
  }
  for (const [name, { authentication }] of Object.entries(sources)) {
    if (authentication.type !== "token") continue;
    const path = ["sources", name, "authentication", "from"];
    // What answers is found out from the answer itself, so either form will do.
    if (parseDottedPath(authentication.from) === null) yield* checkPath(authentication.from, "html", path);
  }
}

function* checkDetailPaths(kind: KindFormat, at: Path): Iterable<FoundProblem> {
  const page = kind.batch ?? kind.detail;
  for (const { text, path } of detailPaths(kind, at)) {
    if (page !== undefined) yield* checkPath(text, page.decode.inner?.format ?? page.decode.format, path);
    else
      yield unused("fromDetail", path, {
        zh: "这个种类没有 detail 或 batch",
        en: "this kind has no detail and no batch",
      });
  }
}

function* checkDecode(decode: DecodeFormat, path: Path): Iterable<FoundProblem> {
  const { format, rows, total, inner, csv } = decode;
  const within = inner?.format ?? format;
  if (rows !== undefined) yield* checkPath(rows, within, [...path, "rows"]);
  if (total !== undefined) yield* checkPath(total, within, [...path, "total"]);
  if (inner !== undefined) yield* checkPath(inner.from, format, [...path, "inner", "from"]);
  if (csv !== undefined && format !== "csv")
    yield unused("csv", [...path, "csv"], { zh: "只对 format: csv 有用", en: "Of use for format: csv alone" });
  if (format === "html" && rows === undefined && path.at(-2) === "list")
    yield {
      code: "BAD_PATH",
      path,
      onKey: true,
      message: { zh: "列表页须说明每条记录的选择器", en: "A page with a list needs the selector of one record" },
      suggestion: {
        zh: '加上 rows，例：rows: "table tr:has(td)"',
        en: 'Add rows, for example rows: "table tr:has(td)"',
      },
    };
}

function unused(option: string, path: Path, why: Bilingual): FoundProblem {
  return {
    code: "OPTION_UNUSED",
    path,
    onKey: true,
    message: { zh: `${option} 没有作用：${why.zh}`, en: `${option} does nothing: ${why.en}` },
  };
}

function* checkNext({ list }: KindFormat, path: Path): Iterable<FoundProblem> {
  if (!("next" in list.paging)) return;
  yield* checkPath(list.paging.next, list.decode.inner?.format ?? list.decode.format, path);
}

/** Those of the records' own pages. */
function detailPaths(kind: KindFormat, path: Path): readonly PlacedPath[] {
  const ofField = (format: FieldFormat | undefined, at: Path): readonly PlacedPath[] =>
    format === undefined ? [] : placesOf(inFull(format).fromDetail, [...at, "fromDetail"]);
  return [
    ...ofField(kind.id, [...path, "id"]),
    ...ofField(kind.updatedAt, [...path, "updatedAt"]),
    ...Object.entries(kind.fields).flatMap(([name, format]) => ofField(format, [...path, "fields", name])),
  ];
}

function placesOf(from: string | readonly string[] | undefined, path: Path): readonly PlacedPath[] {
  if (from === undefined) return [];
  return typeof from === "string"
    ? [{ text: from, path }]
    : from.map((text, index) => ({ text, path: [...path, index] }));
}

function fieldPaths(kind: KindFormat, path: Path): readonly PlacedPath[] {
  const ofField = (format: FieldFormat | undefined, at: Path): readonly PlacedPath[] => {
    if (format === undefined) return [];
    if (typeof format === "string") return [{ text: format, path: at }];
    const { from, uscc, unitFrom } = inFull(format);
    const single = Object.entries({ uscc, unitFrom });
    return [
      ...placesOf(from, [...at, "from"]),
      ...single.flatMap(([key, text]) => (text === undefined ? [] : [{ text, path: [...at, key] }])),
    ];
  };
  return [
    ...ofField(kind.id, [...path, "id"]),
    ...ofField(kind.updatedAt, [...path, "updatedAt"]),
    ...Object.entries(kind.fields).flatMap(([name, format]) => ofField(format, [...path, "fields", name])),
  ];
}

const EXAMPLE = { zh: "例：data.list[0].bt", en: "For example data.list[0].bt" };

function* checkPath(text: string, format: DecodeFormat["format"], path: Path): Iterable<FoundProblem> {
  if (text.trim() === "") {
    yield { code: "BAD_PATH", path, message: { zh: "路径为空", en: "The path is blank" }, suggestion: EXAMPLE };
    return;
  }
  if (format === "csv" || format === "xlsx") return;
  if (format === "html") {
    const reason = refuseSelector(text);
    if (reason === null) return;
    const suggestion = { zh: "例：td:nth-child(2) a@href", en: "For example td:nth-child(2) a@href" };
    yield {
      code: "BAD_PATH",
      path,
      message: { zh: `不是 CSS 选择器：${reason}`, en: `Not a CSS selector: ${reason}` },
      suggestion,
    };
    return;
  }
  if (parseDottedPath(text) !== null) return;
  yield { code: "BAD_PATH", path, message: { zh: "不是以点分隔的路径", en: "Not a dotted path" }, suggestion: EXAMPLE };
}

const $ = load("<p></p>");

/** Null for a selector; `@attribute` at its end is ours. */
function refuseSelector(text: string): string | null {
  const selector = text.trim().replace(/\s*@[\w:-]+$/, "");
  if (selector === "") return null;
  if (selector.startsWith("<")) return "HTML";
  try {
    $.root().find(selector);
    return null;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).slice(0, 120);
  }
}
