import * as cheerio from "cheerio";
import { parse } from "csv-parse/sync";

/** Keys and labels under which portals write who is to be asked for (seen 2026-11), their blanks left out. */
const KEY =
  /^(?:联系人|负责人|经办人|联络人|承办人|接待人|项目联系人|机构负责人|姓名|lianxiren|fuzeren|lxr|lxrxm|lxrmc|fzr|fzrxm|jbr|linkman|contacts?|contact_?(?:name|person|man)|principal)(?:姓名)?$/i;
/** What stands beside such a label in a head of columns is no name. */
const OTHER_LABEL = /电话|手机|地址|邮箱|邮件|方式|时间|日期|职务|职称|人$/u;
const NAME = /^(?:[\p{Script=Han}·]{2,8}|[A-Za-z][A-Za-z .·'-]{1,39})$/u;
const QUOTED = /"([^"\\]{1,40})"\s*:\s*"((?:[^"\\]|\\.){1,80})"/g;
const ELEMENT = /<([\w:.-]{1,40})[^<>]{0,200}>\s*(?:<!\[CDATA\[)?\s*([^<>\]]{1,80})/g;
const IN_WORDS =
  /(?:联系人|负责人|经办人|联络人)(?:\s*[:：]\s*(?<name>[\p{Script=Han}·]{2,4}?(?=[^\p{Script=Han}·]|$|联系|电话|手机)|[\p{Script=Han}·]{2,4})|\s*(?<called>\p{Script=Han}{1,3}(?:老师|先生|女士|经理|主任)))/gu;

/** Names of contact persons in an answer of whatever format, as they are written there. The longest first. */
export function contactNames(text: string): readonly string[] {
  if (!/联|负|经|lxr|fzr|jbr|linkman|contact|principal/i.test(text)) return [];
  const found = [
    ...byKey(text, QUOTED),
    ...byKey(text, ELEMENT),
    ...inWords(text),
    ...inTables(text),
    ...inColumns(text),
  ];
  return [...new Set(found.flatMap(namesIn).filter(isName))].sort((a, b) => b.length - a.length);
}

/** Several in one place, or with a number behind. */
function namesIn(value: string): readonly string[] {
  return [value.trim(), ...value.split(/[\s\d(（、,，/;；:：]+/).filter((part) => !/[A-Za-z]/.test(part))];
}

/** JSON may write a name by its escapes. */
function isName(text: string): boolean {
  return (NAME.test(text) && !OTHER_LABEL.test(text)) || /^(?:\\u[0-9a-f]{4}){2,8}$/i.test(text);
}

function isKey(text: string): boolean {
  return KEY.test(text.replaceAll(/[\s:：　]/g, "").replace(/^.*[.:]/, ""));
}

function byKey(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, key = "", value = ""]) => (isKey(key) ? [value] : []));
}

function inWords(text: string): readonly string[] {
  return [...text.matchAll(IN_WORDS)].flatMap(({ groups }) => groups?.["name"] ?? groups?.["called"] ?? []);
}

/** The cell beside a label, and the cells below one in a row of labels. */
function inTables(text: string): readonly string[] {
  if (!/<t[dh]|<d[td]/i.test(text)) return [];
  const $ = cheerio.load(text);
  const beside = $("th, td, dt")
    .toArray()
    .filter((cell) => isKey($(cell).text()))
    .map((cell) => $(cell).next("td, dd").text());
  const below = $("table")
    .toArray()
    .flatMap((table) =>
      columnsOf(
        $(table)
          .find("tr")
          .toArray()
          .map((row) =>
            $(row)
              .children("th, td")
              .toArray()
              .map((cell) => $(cell).text()),
          ),
      ),
    );
  return [...beside, ...below];
}

function inColumns(text: string): readonly string[] {
  const [head = ""] = text.split(/\r?\n/, 1);
  const delimiter = ["\t", ";", ","].find((sign) =>
    head.split(sign).some((cell) => isKey(cell.replaceAll('"', "").replace("\uFEFF", ""))),
  );
  if (delimiter === undefined) return [];
  try {
    const rows: string[][] = parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true });
    return columnsOf(rows);
  } catch {
    return [];
  }
}

function columnsOf(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...others] = rows;
  const columns = head.flatMap((label, column) => (isKey(label) ? [column] : []));
  if (head.length < 3) return [];
  return others.flatMap((row) => columns.map((column) => row[column] ?? ""));
}
