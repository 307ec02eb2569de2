import { dottedPath } from "#adapters/manifest/dialect/dotted-path.ts";
import { isObject } from "#adapters/manifest/dialect/json-row.ts";
import type { Row } from "#adapters/manifest/dialect/row.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import { onDetail } from "#adapters/manifest/mapping/detail-fields.ts";
import { nearestName } from "#adapters/runtime/settings/nearest-name.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";

/** A path of the mapping that leads nowhere in any row. */
export interface PathNote {
  /** "id", "updatedAt", or the field's name. */
  readonly field: string;
  readonly message: Bilingual;
}

/** Rows are of one make; those of a page tell all of them. */
const MOST_ROWS = 100;
const MOST_NAMES = 40;
const ATTRIBUTE = /@[\w:-]+$/;

/** Paths that no row of a list has, with the names that there are. What only a detail tells is not looked for. Pure. */
export function pathNotes(kind: KindFormat, rows: readonly Row[]): readonly PathNote[] {
  const adds = kind.detail?.adds ?? [];
  if (kind.detail !== undefined && adds.length === 0) return [];
  const { updatedAt } = kind;
  const told = { id: kind.id, ...(updatedAt === undefined ? {} : { updatedAt }), ...kind.fields };
  return notesOn(
    Object.entries(told).filter(([field]) => !adds.includes(field)),
    rows,
  );
}

/** Paths of what only a detail tells (`adds`) that lead nowhere on a record's own page. Pure. */
export function detailNotes(kind: KindFormat, rows: readonly Row[]): readonly PathNote[] {
  const adds = kind.detail?.adds ?? [];
  return notesOn(
    Object.entries(onDetail(kind).fields).filter(([field]) => adds.includes(field)),
    rows,
  );
}

function notesOn(told: readonly (readonly [field: string, format: unknown])[], rows: readonly Row[]) {
  const looked = rows.slice(0, MOST_ROWS);
  if (looked.length === 0) return [];
  return told.flatMap(([field, format]) =>
    pathsOf(format).flatMap((choices) =>
      choices.some((path) => looked.some((row) => has(row, path))) ? [] : { field, message: tell(choices, looked) },
    ),
  );
}

/** Each with its alternatives. */
function pathsOf(format: unknown): readonly (readonly string[])[] {
  if (typeof format === "string") return [[format]];
  if (!isObject(format)) return [];
  return [format["from"], format["unitFrom"], format["uscc"]].flatMap((told) => {
    const choices = [told].flat().filter((path) => typeof path === "string");
    return choices.length === 0 ? [] : [choices];
  });
}

/** There, though it be empty or null. */
function has(row: Row, path: string): boolean {
  // An element may be there without the attribute that is meant.
  const hasRows = !ATTRIBUTE.test(path) && row.rows(path).length > 0;
  return row.texts(path).length > 0 || hasRows || leads(row.value, dottedPath(path));
}

function leads(value: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
  if (step === undefined) return true;
  if (Array.isArray(value))
    return typeof step === "number" ? leads(value[step], rest) : value.some((one) => leads(one, [step, ...rest]));
  if (step === 0) return leads(value, rest);
  return isObject(value) && Object.hasOwn(value, step) && leads(value[step], rest);
}

function tell(paths: readonly string[], rows: readonly Row[]): Bilingual {
  const names = namesIn(rows);
  const [path = ""] = paths;
  const near = nearestName(path, names);
  const told = paths.join(" / ");
  const list = names.slice(0, MOST_NAMES).join(", ");
  return {
    zh: `没有一行有 ${told}${near === undefined ? "" : `（是否为 ${near}？）`}${list === "" ? "" : `；现有 ${list}`}`,
    en: `no row has ${told}${near === undefined ? "" : ` (${near}?)`}${list === "" ? "" : `; there are ${list}`}`,
  };
}

/** Of tables and objects; a piece of a page has none. */
function namesIn(rows: readonly Row[]): readonly string[] {
  return [...new Set(rows.flatMap(({ value }) => (isObject(value) ? Object.keys(value) : [])))];
}

/** Rows without the total that was told of: it is not where it is looked for, and the end of the list is not known. */
export function totalNote({ list }: KindFormat): Bilingual {
  const place = list.decode.total ?? "";
  return {
    zh: `decode.total ${place} 处没有总数：检查选择器或路径`,
    en: `there is no total at decode.total ${place}: see the selector or path`,
  };
}

/** A total without a row: the rows are not where they are looked for. */
export function rowsNote({ list }: KindFormat, total: number): Bilingual {
  const place = list.decode.rows ?? "";
  return {
    zh: `总数为 ${total}，但 decode.rows ${place} 处没有一行：检查选择器或路径`,
    en: `the total is ${total}, but there is no row at decode.rows ${place}: see the selector or path`,
  };
}
