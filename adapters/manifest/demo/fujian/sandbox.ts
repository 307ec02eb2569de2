import { z } from "zod";
import { type DemoAnswer, jsonAnswer, send } from "#adapters/manifest/demo/wire/answers.ts";
import { filterOf, numberOf, pathOf, queryOf } from "#adapters/manifest/demo/wire/read-request.ts";
import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { makeAgencies } from "./agencies.ts";
import { articlePage, homePage, missingPage, WINDOWS_PAGE, windowsPage } from "./pages.ts";
import { makeReports, REPORT_COLUMN, type Row } from "./reports.ts";

const SETTINGS = z.object({
  /** Nightly maintenance: answers that it is being worked on, with status 200. */
  maintenance: z.boolean().default(false),
});

const MAX_PAGE_SIZE = 50;

type Query = ReadonlyMap<string, string>;

/** A stand-in of the Fujian platform: a content system's front below /f, with an upper-case envelope of its own. */
export function createSandbox({ world, settings }: SandboxOptions): SandboxHandler {
  const { maintenance } = SETTINGS.parse(settings);
  const reports = makeReports(world);
  const agencies = makeAgencies(world);
  const answers: Readonly<Record<string, (query: Query) => DemoAnswer>> = {
    "/f/api/report/list": (query) => list(select(reports, query, ["TITLE", "TOPIC", "SUMMARY"]), query),
    "/f/api/report/get": (query) => one(reports, query),
    "/f/api/agency/list": (query) => list(select(agencies, query, ["AGENCYNAME", "SPECIALTY", "ADDRESS"]), query),
    "/f/api/agency/get": (query) => one(agencies, query),
    [WINDOWS_PAGE]: windowsPage,
    "/f": homePage,
  };
  return (request, response) => {
    const path = pathOf(request);
    if (maintenance && path.startsWith("/f/api/")) return send(response, failure("99", "系统维护中，请稍后访问"));
    const answer = answers[path]?.(queryOf(request)) ?? articleAt(reports, path) ?? unknown(path);
    return send(response, answer);
  };
}

/** Totals are texts; a page beyond the end is the last one again, and says so in `pageNo`. */
function list(rows: readonly Row[], query: Query): DemoAnswer {
  const size = Math.min(numberOf(query.get("pageSize"), 20), MAX_PAGE_SIZE);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const pageNo = Math.min(numberOf(query.get("pageNo"), 1), last);
  const data = rows.slice((pageNo - 1) * size, pageNo * size);
  return jsonAnswer({ pageNo, pageSize: size, count: String(rows.length), DATA: data, RESULTCODE: "0", MSG: "" });
}

function one(rows: readonly Row[], query: Query): DemoAnswer {
  const row = rows.find(({ ID }) => ID === query.get("ID"));
  if (row === undefined) return failure("4", "数据不存在或已删除");
  return jsonAnswer({ pageNo: 1, pageSize: 1, count: "1", DATA: [row], RESULTCODE: "0", MSG: "" });
}

/** All failures have status 200. */
function failure(code: string, message: string): DemoAnswer {
  return jsonAnswer({ pageNo: 0, pageSize: 0, count: "0", DATA: [], RESULTCODE: code, MSG: message });
}

function select(rows: readonly Row[], query: Query, searched: readonly string[]): readonly Row[] {
  const keyword = filterOf(query.get("keyword"));
  const area = filterOf(query.get("areaCode"));
  return rows.filter(
    (row) =>
      (keyword === null || searched.some((name) => row[name]?.includes(keyword) === true)) &&
      (area === null || row["AREACODE"]?.startsWith(area.replace(/(?:00){1,2}$/, "")) === true),
  );
}

function articleAt(reports: readonly Row[], path: string): DemoAnswer | null {
  const [, column, id] = /^\/f\/view-([0-9a-f]{32})-([0-9a-f]{32})\.html$/.exec(path) ?? [];
  const row = column === REPORT_COLUMN ? reports.find(({ ID }) => ID === id) : undefined;
  return row === undefined ? null : articlePage(row);
}

function unknown(path: string): DemoAnswer {
  return path.startsWith("/f/api/") ? failure("1", "接口不存在") : missingPage();
}
