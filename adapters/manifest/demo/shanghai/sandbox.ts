import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { type DemoAnswer, send } from "#adapters/manifest/demo/wire/answers.ts";
import { pathOf, queryOf } from "#adapters/manifest/demo/wire/read-request.ts";
import type { SandboxHandler, SandboxOptions, SandboxRequest } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { makeDatabases } from "./databases.ts";
import { complaint, contentPage, frameset, loginPage } from "./pages.ts";
import { answerDetail, answerList } from "./search.ts";
import { servicePage, servicesPage, topicsPage } from "./services.ts";
import { createSessions, createVolumeBan } from "./sessions.ts";

const SETTINGS = z.object({
  /** Pages of one result that can be turned to. */
  pageCeiling: z.int().min(1).default(1_000),
  /** Questions in an hour before the address is shut out. */
  perHour: z.int().min(1).default(20_000),
});

/** What the parts of the site are told of one request. */
type Page = (query: ReadonlyMap<string, string>) => DemoAnswer;

/**
 * A stand-in of the Shanghai platform as it was in the 2010s: frames, guests who log in by an address, GBK pages that say
 * something else, a thousand pages at most, and a shut door for who asks too much.
 */
export function createSandbox({ world, settings, clock }: SandboxOptions): SandboxHandler {
  const { pageCeiling, perHour } = SETTINGS.parse(settings);
  const sessions = createSessions(clock);
  const isOverVolume = createVolumeBan(clock, perHour);
  const databases = makeDatabases(world);
  const topics = topicsPage(world);
  const open: Readonly<Record<string, Page>> = {
    "/Service/list.jsp": servicesPage,
    "/Service/view.jsp": (query) => servicePage(query.get("fwbh") ?? "") ?? missing(),
    "/Topic/index.jsp": () => topics,
    "/Topic/topic.jsp": () => contentPage("专题数据库", "<p>请登录后检索</p>"),
    "/": frameset,
  };
  const guarded: Readonly<Record<string, Page>> = {
    "/Search/quick.do": (query) => answerList(databases, query, pageCeiling),
    "/Search/detail.jsp": (query) => answerDetail(databases, query),
  };
  return (request, response) => {
    const path = pathOf(request);
    const query = queryOf(request, "gbk");
    if (isOverVolume()) return send(response, complaint("您的IP访问过于频繁，已被限制，请稍后再试"));
    if (path === "/Search/login.do") return send(response, logIn(query, sessions.open));
    const page = guarded[path];
    if (page !== undefined) return send(response, sessions.isOpen(cookiesOf(request)) ? page(query) : loginPage());
    return send(response, open[path]?.(query) ?? missing());
  };
}

/** Requests are counted by page, lists by database. */
export function operationOf({ url }: SandboxRequest): string {
  const database = url.searchParams.get("db");
  return database === null ? url.pathname : `${url.pathname} ${database}`;
}

/** A guest needs no password, but must name the databases that it wants to ask. */
function logIn(query: ReadonlyMap<string, string>, open: () => string): DemoAnswer {
  if (query.get("username") !== "guest" || (query.get("dblist") ?? "") === "") return complaint("用户名或密码错误");
  return { ...frameset(), headers: { "set-cookie": `JSESSIONID=${open()}; Path=/Search; HttpOnly` } };
}

function cookiesOf(request: IncomingMessage): string | undefined {
  return request.headers.cookie;
}

function missing(): DemoAnswer {
  return { ...contentPage("错误", "<p>您访问的页面不存在</p>"), status: 404 };
}
