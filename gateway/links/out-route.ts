import type { IncomingMessage } from "node:http";
import type { Reply } from "#gateway/http/reply.ts";
import type { Route } from "#gateway/http/route.ts";
import { refuse } from "#gateway/report/refusal.ts";
import type { PagesAt } from "./page-hosts.ts";

export interface OutRouteParts {
  readonly pagesAt: PagesAt;
  readonly countClick: (node: string) => void;
}

/** Longest address that is led to, and longest target that is read for one: each of its characters may stand there as three. */
const LONGEST_URL = 2_048;
const LONGEST_TARGET = 4 * LONGEST_URL;

/**
 * `/out?url=ENCODED`: leads to a page of a platform that is in the graph, and counts the visit for its owner. Of the visitor
 * nothing is kept and nothing passed on; to any other address it does not lead.
 */
export function createOutRoute({ pagesAt, countClick }: OutRouteParts): Route {
  return {
    name: "out",
    matches: (path) => path === "/out",
    answer: (request) => {
      const page = readPage(request.url ?? "");
      if (page === undefined) return refuse("BAD_REQUEST", NO_ADDRESS);
      const nodes = pagesAt(page.host);
      if (nodes.length === 0) return refuse("NOT_FOUND", NOBODYS);
      if (isVisit(request)) for (const node of nodes) countClick(node);
      return leadTo(page);
    },
  };
}

const NO_ADDRESS = {
  zh: `用法为 /out?url=…：一个 http 或 https 地址，经百分号编码，不含用户名，不超过 ${LONGEST_URL} 个字符`,
  en: `it is /out?url=…: one http or https address, percent-encoded, without a user name, of at most ${LONGEST_URL} characters`,
};

const NOBODYS = {
  zh: "该地址不属于任何接入平台，枢纽不予跳转",
  en: "this address is of no platform in the graph: the hub does not lead there",
};

function readPage(target: string): URL | undefined {
  if (target.length > LONGEST_TARGET) return undefined;
  const [text, ...others] = URL.parse(`http://hub.invalid${target}`)?.searchParams.getAll("url") ?? [];
  if (text === undefined || others.length > 0 || text.length > LONGEST_URL) return undefined;
  const page = URL.parse(text);
  if (page === null || page.username !== "" || page.password !== "") return undefined;
  return page.protocol === "http:" || page.protocol === "https:" ? page : undefined;
}

/** Not a look at whether the page is there, nor a browser that reads ahead. */
function isVisit({ method, headers }: IncomingMessage): boolean {
  const purpose = headers["sec-purpose"] ?? headers["purpose"] ?? "";
  return method === "GET" && !String(purpose).includes("prefetch");
}

function leadTo(page: URL): Reply {
  const headers = {
    location: page.href,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
  };
  return { status: 302, headers, body: "" };
}
