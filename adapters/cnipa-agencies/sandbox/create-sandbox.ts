import type { IncomingMessage, ServerResponse } from "node:http";
import { readTextList } from "#adapters/runtime/sandbox/read-text-list.ts";
import type { SandboxHandler, SandboxOptions } from "#adapters/runtime/sandbox/sandbox-module.ts";
import type { World, WorldAgency } from "#adapters/runtime/sandbox/world/types.ts";
import { printAgency, printAgents } from "./print-agency.ts";

const BASE = "/prod-api";
const MAX_PAGE_SIZE = 100;
const MAX_CODES = 50;

/** A stand-in for the register, in the dialect of the admin frameworks that such registers are usually built with. */
export function createSandbox({ world }: SandboxOptions): SandboxHandler {
  const register = openRegister(world);
  return async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const query = url.searchParams;
    if (url.pathname === `${BASE}/agency/list`) return sendPage(response, query, findAgencies(register, query));
    if (url.pathname === `${BASE}/agency/listByCodes`) return sendEntries(request, response, register);
    if (url.pathname === `${BASE}/agent/list`) return sendPage(response, query, findAgents(register, query));
    // As these frameworks do: the HTTP status stays 200.
    send(response, { code: 404, msg: `请求地址'${url.pathname}'不存在` });
  };
}

interface Register {
  /** By code. */
  readonly agencies: readonly WorldAgency[];
  readonly byCode: ReadonlyMap<string, WorldAgency>;
}

function openRegister({ agencies }: World): Register {
  return {
    agencies: agencies.toSorted((a, b) => a.code.localeCompare(b.code)),
    byCode: new Map(agencies.map((agency) => [agency.code, agency])),
  };
}

function findAgencies({ agencies }: Register, query: URLSearchParams): readonly object[] {
  const prefixes = (query.get("areaCodes") ?? "").split(",").filter((prefix) => prefix !== "");
  const name = query.get("agencyName") ?? "";
  const status = query.get("statusText") ?? "";
  return agencies
    .filter((agency) => prefixes.length === 0 || prefixes.some((prefix) => isInArea(agency, prefix)))
    .filter((agency) => agency.name.includes(name) && (status === "" || agency.statusText === status))
    .map(printAgency);
}

/** Agencies whose code is of no province have no area. */
function isInArea(agency: WorldAgency, prefix: string): boolean {
  return !agency.code.startsWith("72") && agency.region.startsWith(prefix);
}

function findAgents({ byCode }: Register, query: URLSearchParams): readonly object[] {
  const agency = byCode.get(query.get("agencyCode") ?? "");
  return agency === undefined ? [] : printAgents(agency);
}

/** Pages count from 1; a page beyond the end is answered with the last one. */
function sendPage(response: ServerResponse, query: URLSearchParams, rows: readonly object[]): void {
  const size = Math.min(MAX_PAGE_SIZE, positive(query.get("pageSize"), 10));
  const lastPage = Math.max(1, Math.ceil(rows.length / size));
  const page = Math.min(lastPage, positive(query.get("pageNum"), 1));
  send(response, { code: 200, msg: "查询成功", rows: rows.slice((page - 1) * size, page * size), total: rows.length });
}

function positive(text: string | null, fallback: number): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : fallback;
}

/** Entries come in the register's order, unknown codes are left out; too many codes are an error of its own. */
async function sendEntries(request: IncomingMessage, response: ServerResponse, register: Register): Promise<void> {
  const codes = await readTextList(request);
  if (codes === null) return send(response, { code: 500, msg: "参数格式错误" });
  if (codes.length > MAX_CODES) return send(response, { code: 500, msg: `单次查询不得超过${MAX_CODES}个机构代码` });
  const wanted = new Set(codes);
  const found = register.agencies.filter((agency) => wanted.has(agency.code));
  send(response, { code: 200, msg: "操作成功", data: found.map(printAgency) });
}

function send(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/json;charset=UTF-8" });
  response.end(JSON.stringify(value));
}
