import type { ServerResponse } from "node:http";
import { readTextList } from "#adapters/runtime/sandbox/read-text-list.ts";
import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { normaliseName } from "#schema/ids/text.ts";
import { type Shelved, stockShelves } from "./shelves.ts";
import { printJson } from "./spelling.ts";

const BASE = "/openapi/ip/";
const MAX_PAGE_SIZE = 50;
const MAX_NUMBERS = 50;
/** It counts and hands out no further. */
const RESULT_CAP = 5_000;

/** A stand-in for the registers as data vendors hand them on. */
export function createSandbox({ world }: SandboxOptions): SandboxHandler {
  const shelves = stockShelves(world);
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const [register = "", question] = pathname.startsWith(BASE) ? pathname.slice(BASE.length).split("/") : [];
    const shelf = shelves.get(register);
    // As these vendors do: the HTTP status stays 200.
    if (shelf === undefined) return send(response, UNKNOWN);
    if (question === "Search") return send(response, pageOf(searchParams, find(shelf, searchParams)));
    if (question === "ListByNo") return send(response, entriesOf(await readTextList(request), shelf));
    send(response, UNKNOWN);
  };
}

const UNKNOWN = { Status: "404", Message: "接口不存在", Result: null };

function find(shelf: readonly Shelved[], query: URLSearchParams): readonly Shelved[] {
  const areas = listOf(query, "areaCodes");
  const numbers = new Set(listOf(query, "regNos"));
  const keyword = query.get("keyword") ?? "";
  const party = normaliseName(query.get("searchKey") ?? "");
  return shelf.filter(
    ({ number, name, region, owners }) =>
      (numbers.size === 0 || numbers.has(number)) &&
      name.includes(keyword) &&
      (areas.length === 0 || areas.some((area) => region?.startsWith(area) === true)) &&
      (party === "" || owners.some((owner) => normaliseName(owner) === party)),
  );
}

function listOf(query: URLSearchParams, name: string): readonly string[] {
  return (query.get(name) ?? "").split(",").filter((part) => part !== "");
}

const NOTHING = { Status: "201", Message: "查询无结果", Result: null };

/** Pages count from 1; a page beyond the end is answered with the last one; the total is text. */
function pageOf(query: URLSearchParams, found: readonly Shelved[]): object {
  const total = Math.min(RESULT_CAP, found.length);
  if (total === 0) return NOTHING;
  const size = Math.min(MAX_PAGE_SIZE, positive(query.get("pageSize"), 10));
  const page = Math.min(Math.ceil(total / size), positive(query.get("pageIndex"), 1));
  const rows = found.slice((page - 1) * size, Math.min(page * size, total)).map(({ row }) => row);
  const paging = { PageSize: size, PageIndex: page, TotalRecords: String(total) };
  return { Status: "200", Message: "查询成功", Paging: paging, Result: rows };
}

function positive(text: string | null, fallback: number): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : fallback;
}

/** Entries come in the register's order, unknown numbers are left out; too many numbers are an error of its own. */
function entriesOf(numbers: readonly string[] | null, shelf: readonly Shelved[]): object {
  if (numbers === null || numbers.length > MAX_NUMBERS)
    return { Status: "102", Message: `参数错误，单次不得超过${MAX_NUMBERS}个号码`, Result: null };
  const wanted = new Set(numbers);
  const entries = shelf.filter(({ number }) => wanted.has(number)).flatMap((shelved) => shelved.entries);
  return entries.length === 0 ? NOTHING : { Status: "200", Message: "查询成功", Result: entries };
}

function send(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" });
  response.end(printJson(value));
}
