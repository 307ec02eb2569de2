import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxHandler, SandboxOptions, SandboxRequest } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { SANDBOX_ACCESS_KEY } from "./access-key.ts";
import { createAccounts, type SandboxAccounts } from "./accounts.ts";
import {
  marketFailure,
  marketList,
  readForm,
  resourceFailure,
  resourceList,
  restFailure,
  restList,
  restSuccess,
  sendHtml,
  sendJson,
} from "./answers.ts";
import { agencyRows, expertRows } from "./directory-rows.ts";
import { SERVICE_ROWS, WINDOW_ROWS } from "./hall-rows.ts";
import { listRows, type Row } from "./lists.ts";
import { demandRows, offerRows } from "./market-rows.ts";
import { loginPage, notFoundPage, recordPage, tokenPage } from "./pages.ts";
import { accountOf, caseRows, type PlatformUser } from "./process-rows.ts";

/** A stand-in of kjy01: one site, three envelopes, a log-in page of its own and private dockets behind it. */
export function createSandbox({ world, clock }: SandboxOptions): SandboxHandler {
  const accounts = createAccounts(clock);
  const lists: Readonly<Record<string, readonly Row[]>> = {
    offer: offerRows(world),
    demand: demandRows(world),
    agency: agencyRows(world),
    expert: expertRows(world),
    window: WINDOW_ROWS,
    service: SERVICE_ROWS,
  };
  const dockets: Readonly<Record<PlatformUser, readonly Row[]>> = {
    demo: caseRows(world, "demo"),
    other: caseRows(world, "other"),
  };
  const routes: Readonly<Record<string, Route>> = {
    ...publicRoutes(lists),
    "GET /tsAdmin/process/case/list": ({ response, url, user }) =>
      sendJson(response, user === null ? LOGGED_OUT : restList(listRows(dockets[user], url.searchParams, REST_PAGING))),
    "GET /tsAdmin/process/account": ({ response, user }) =>
      sendJson(response, user === null ? LOGGED_OUT : restSuccess(accountOf(world, user))),
    ...loginRoutes(accounts),
  };
  return (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const user = accounts.userOfSession(sessionOf(request));
    const route = routes[`${request.method} ${url.pathname}`];
    return route === undefined ? sendRecordPage(response, url, lists) : route({ request, response, url, user });
  };
}

/** Operations are counted by path; every record's page is one operation. */
export function operationOf({ method, url }: SandboxRequest): string {
  return url.pathname.startsWith("/view/") ? `${method} /view` : `${method} ${url.pathname}`;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly user: PlatformUser | null;
}

type Route = (exchange: Exchange) => void | Promise<void>;

const REST_PAGING = { page: "pageNum", size: "pageSize", repeatsLastPage: true };
const RESOURCE_PAGING = { page: "page", size: "limit", repeatsLastPage: false };
const MARKET_PAGING = { page: "current", size: "size", repeatsLastPage: false };
const LOGGED_OUT = restFailure("rest.session.expired", "登录已过期，请重新登录");

function publicRoutes(lists: Readonly<Record<string, readonly Row[]>>): Readonly<Record<string, Route>> {
  const rest =
    (kind: string): Route =>
    ({ response, url }) =>
      sendJson(response, restList(listRows(lists[kind] ?? [], url.searchParams, REST_PAGING)));
  const market =
    (kind: string): Route =>
    ({ response, url }) =>
      sendJson(response, marketAnswer(lists[kind] ?? [], url.searchParams));
  return {
    "GET /tsAdmin/patentAgency/list": rest("agency"),
    "GET /tsAdmin/expert/list": rest("expert"),
    "GET /yzw/api/resource/list": ({ request, response, url }) => {
      if (request.headers["ak"] !== SANDBOX_ACCESS_KEY) return sendJson(response, resourceFailure(401, "ak无效"));
      sendJson(response, resourceList(listRows(lists["offer"] ?? [], url.searchParams, RESOURCE_PAGING)));
    },
    "GET /zMarketDemandRest/page": market("demand"),
    "GET /zMarketWindowRest/page": market("window"),
    "GET /zMarketServiceRest/page": market("service"),
  };
}

function marketAnswer(rows: readonly Row[], query: URLSearchParams) {
  return Number(query.get("size")) > 100
    ? marketFailure("400", "size过大")
    : marketList(listRows(rows, query, MARKET_PAGING));
}

function loginRoutes(accounts: SandboxAccounts): Readonly<Record<string, Route>> {
  return {
    "GET /tsOauth2/login": ({ response }) => sendHtml(response, 200, loginPage(null)),
    "POST /tsOauth2/login": async ({ request, response }) => {
      const form = await readForm(request);
      const user = form.get("username") ?? "";
      const token = form.get("slider") === "done" ? accounts.logIn(user, form.get("password") ?? "") : null;
      sendHtml(
        response,
        200,
        token === null ? loginPage("用户名、密码或滑块验证有误 / Not accepted") : tokenPage(user, token),
      );
    },
    "POST /tsOauth2/session": ({ request, response }) => {
      const session = accounts.openSession(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
      if (session === null) return sendJson(response, restFailure("rest.token.invalid", "令牌无效或已过期"));
      const maxAge = Math.floor(session.lifetimeMs / 1_000);
      response.setHeader("set-cookie", `ts_session=${session.id}; Max-Age=${maxAge}; Path=/; HttpOnly`);
      sendJson(response, restSuccess({ expiresIn: maxAge }));
    },
  };
}

function sessionOf(request: IncomingMessage): string {
  return /(?:^|;\s*)ts_session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
}

/** `/view/offer/122436693110000101` */
function sendRecordPage(response: ServerResponse, url: URL, lists: Readonly<Record<string, readonly Row[]>>): void {
  const [, kind = "", id = ""] = /^\/view\/(\w+)\/(\d+)$/.exec(url.pathname) ?? [];
  const row = lists[kind]?.find((candidate) => candidate.id === id);
  if (row === undefined) sendHtml(response, 404, notFoundPage());
  else sendHtml(response, 200, recordPage(row.facets["name"] ?? "", Object.entries(row.facets)));
}
