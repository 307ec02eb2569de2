import { describe, expect, test } from "vitest";
import { createCallContext } from "#tests/support/call-context.ts";
import { failureOf } from "#tests/support/failure-of.ts";
import { type ManifestBench, manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, numberedRows, type PortalPage, pageReply, startPortal } from "#tests/support/portal-server.ts";
import type { TestUpstream } from "#tests/support/start-upstream.ts";

type Loose = Readonly<Record<string, unknown>>;

const ROWS = numberedRows(25);
const IDS = ROWS.map(({ id }) => id);

async function open(portal: TestUpstream, list: Loose, kind: Loose = {}): Promise<ManifestBench> {
  return startManifest(
    manifestFor(portal.url, {
      kind: { list: { decode: { format: "json", rows: "rows", total: "total" }, ...list }, ...kind },
    }),
  );
}

async function ids({ client }: ManifestBench, offset = 0, limit = 100): Promise<readonly string[]> {
  const { items } = await client.list("LISTING", { words: {}, offset, limit }, createCallContext());
  return items.map(({ value }) => value.id);
}

function paths({ requests }: TestUpstream): readonly string[] {
  return requests.map(({ path }) => path);
}

describe("pages by number", () => {
  const numbered =
    (first: number): PortalPage =>
    ({ fields }) => {
      const size = Number(fields.get("rows"));
      const page = Math.min(Number(fields.get("page")) - first, Math.ceil(ROWS.length / size) - 1);
      return jsonReply({ total: "25", rows: ROWS.slice(page * size, (page + 1) * size) });
    };
  const request = { path: "/list", query: { page: "{page}", rows: "{size}" } };

  test.each([0, 1])("from %i on, of a portal that repeats its last page", async (first) => {
    await using portal = await startPortal({ "/list": numbered(first) });
    await using bench = await open(portal, {
      request,
      paging: { type: "page", size: 10, first, lastPageRepeats: true },
    });
    expect(await ids(bench)).toEqual(IDS);
    expect(await ids(bench, 30, 10)).toEqual([]);
    expect(await ids(bench, 8, 4)).toEqual(["9", "10", "11", "12"]);
    const pages = portal.requests.map(({ path }) => Number(/page=(\d+)/.exec(path)?.[1]));
    // Each of the three pages once; the one beyond the end was asked for by the window that lies there.
    expect(pages.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3].map((page) => page + first));
  });

  test("are asked for no further than the portal's ceiling, and more is said to be there", async () => {
    await using portal = await startPortal({ "/list": numbered(1) });
    await using bench = await open(portal, { request, paging: { type: "page", size: 10, maxPages: 2 } });
    expect(await bench.client.list("LISTING", { words: {}, offset: 0, limit: 100 }, createCallContext())).toMatchObject(
      { total: 20, relation: "AT_LEAST" },
    );
    expect(await ids(bench, 20, 10)).toEqual([]);
    expect(paths(portal).filter((path) => path.includes("page=3"))).toEqual([]);
  });
});

test.each([404, 500])(
  "pages of a portal that tells no total, and answers %i beyond its end, are read to their end",
  async (status) => {
    const page: PortalPage = ({ fields }) => {
      const rows = ROWS.slice((Number(fields.get("page")) - 1) * 10, Number(fields.get("page")) * 10);
      return rows.length === 0 ? { status, body: "" } : jsonReply({ rows });
    };
    await using portal = await startPortal({ "/list": page });
    await using bench = await open(portal, {
      request: { path: "/list", query: { page: "{page}" } },
      decode: { format: "json", rows: "rows" },
      paging: { type: "page", size: 10 },
    });
    expect(await ids(bench)).toEqual(IDS);
    expect(await bench.client.list("LISTING", { words: {}, offset: 20, limit: 10 }, createCallContext())).toMatchObject(
      { total: 25, relation: "EXACT" },
    );
  },
);

test.each([false, true])(
  "short pages of such a portal end its list, unless it is told that they may be short (%s)",
  async (shortPages) => {
    const page: PortalPage = ({ fields }) => {
      const cut = ROWS.slice((Number(fields.get("page")) - 1) * 10, Number(fields.get("page")) * 10);
      // It hides what is withdrawn only after it has cut its pages.
      return jsonReply({ rows: cut.filter(({ id }) => id !== "4" && id !== "12" && id !== "13") });
    };
    await using portal = await startPortal({ "/list": page });
    await using bench = await open(portal, {
      request: { path: "/list", query: { page: "{page}" } },
      decode: { format: "json", rows: "rows" },
      paging: { type: "page", size: 9, shortPages },
    });
    const shown = IDS.filter((id) => id !== "4" && id !== "12" && id !== "13");
    expect(await ids(bench)).toEqual(shortPages ? shown : shown.filter((id) => Number(id) <= 20));
    if (!shortPages) return;
    expect(await ids(bench, 15, 5)).toEqual(shown.slice(15, 20));
    const read = (offset: number) => bench.client.list("LISTING", { words: {}, offset, limit: 5 }, createCallContext());
    expect(await read(0)).toMatchObject({ total: 9, relation: "AT_LEAST" });
    expect(await read(20)).toMatchObject({ total: 22, relation: "EXACT" });
  },
);

test("a window beyond the end of such a portal is empty, and says where the end is", async () => {
  const page: PortalPage = ({ fields }) => {
    const rows = ROWS.slice(0, 20).slice((Number(fields.get("page")) - 1) * 10, Number(fields.get("page")) * 10);
    return rows.length === 0 ? { status: 404, body: "" } : jsonReply({ rows });
  };
  await using portal = await startPortal({ "/list": page });
  await using bench = await open(portal, {
    request: { path: "/list", query: { page: "{page}" } },
    decode: { format: "json", rows: "rows" },
    paging: { type: "page", size: 10 },
  });
  expect(await bench.client.list("LISTING", { words: {}, offset: 20, limit: 10 }, createCallContext())).toEqual({
    items: [],
    total: 20,
    relation: "EXACT",
  });
});

test("pages by offset are asked for from where the source counts", async () => {
  const page: PortalPage = ({ fields }) => {
    const start = Number(fields.get("start")) - 1;
    return jsonReply({ total: 25, rows: ROWS.slice(start, start + Number(fields.get("count"))) });
  };
  await using portal = await startPortal({ "/list": page });
  await using bench = await open(portal, {
    request: { path: "/list", query: { start: "{offset}", count: "{size}" } },
    paging: { type: "offset", size: 10, first: 1 },
  });
  expect(await ids(bench)).toEqual(IDS);
  expect(paths(portal)).toEqual(["/list?start=1&count=10", "/list?start=11&count=10", "/list?start=21&count=10"]);
});

test("pages by cursor are walked, and a later window begins where its page begins", async () => {
  const page: PortalPage = ({ fields }) => {
    const start = Number(fields.get("after")?.slice(1) ?? 0);
    return jsonReply({ rows: ROWS.slice(start, start + 10), next: start + 10 < 25 ? `c${start + 10}` : null });
  };
  await using portal = await startPortal({ "/list": page });
  await using bench = await open(portal, {
    request: { path: "/list", query: { after: "{cursor}" } },
    decode: { format: "json", rows: "rows" },
    paging: { type: "cursor", size: 10, next: "next" },
  });
  expect(await ids(bench)).toEqual(IDS);
  for (const runtime of bench.runtimes) runtime.clearCache();
  portal.forget();
  expect(await ids(bench, 22, 10)).toEqual(["23", "24", "25"]);
  expect(paths(portal)).toEqual(["/list?after=c20"]);
});

describe("pages by link", () => {
  const page =
    (href: (next: number) => string): PortalPage =>
    ({ fields }) => {
      const number = Number(fields.get("p") ?? "1");
      const rows = ROWS.slice((number - 1) * 10, number * 10).map(({ id, title }) => `<li id="${id}">${title}</li>`);
      return pageReply(
        `<ul>${rows.join("")}</ul>${number < 3 ? `<a class="next" href="${href(number + 1)}">下一页</a>` : '<a class="next" href="#">末页</a>'}`,
        "gbk",
      );
    };
  const list = {
    request: { path: "/list.html" },
    decode: { format: "html", rows: "li" },
    paging: { type: "link", size: 10, next: "a.next@href" },
  };
  const kind = { id: "@id", fields: { title: "@id" } };

  test("are followed as they stand on the page", async () => {
    await using portal = await startPortal({ "/list.html": page((next) => `list.html?p=${next}&amp;w=%D7%A8`) });
    await using bench = await open(portal, list, kind);
    expect(await ids(bench)).toEqual(IDS);
    expect(paths(portal)).toEqual(["/list.html", "/list.html?p=2&w=%D7%A8", "/list.html?p=3&w=%D7%A8"]);
  });

  test("are not followed to another host", async () => {
    await using other = await startPortal({});
    await using portal = await startPortal({ "/list.html": page(() => `${other.url}/list.html?p=2`) });
    await using bench = await startManifest(manifestFor(portal.url, { kind: { list, ...kind } }), {
      allowHosts: [other.host],
    });
    expect((await failureOf(ids(bench))).kind).toBe("malformed");
    expect(other.requests).toEqual([]);
  });

  test("that are scripts lead nowhere", async () => {
    await using portal = await startPortal({ "/list.html": page((next) => `javascript:gotoPage(${next})`) });
    await using bench = await open(portal, list, kind);
    expect(await ids(bench)).toEqual(IDS.slice(0, 10));
  });
});

test("a harvest by resumption token (OAI-PMH) sends the token alone, and starts anew where one has expired", async () => {
  let generation = 0;
  const page: PortalPage = ({ fields }) => {
    const token = fields.get("resumptionToken");
    const isBad = token !== undefined && !token.startsWith(`g${generation}.`);
    if (isBad || (token !== undefined && fields.size !== 2))
      return { headers: { "content-type": "text/xml" }, body: '<OAI-PMH><error code="badResumptionToken"/></OAI-PMH>' };
    const start = Number(token?.split(".")[1] ?? 0);
    const records = ROWS.slice(start, start + 10).map(
      ({ id, title }) =>
        `<record><header><identifier>${id}</identifier></header><metadata><t>${title}</t></metadata></record>`,
    );
    const next = start + 10 < 25 ? `g${generation}.${start + 10}` : "";
    return {
      headers: { "content-type": "text/xml" },
      body: `<OAI-PMH><ListRecords>${records.join("")}<resumptionToken completeListSize="25">${next}</resumptionToken></ListRecords></OAI-PMH>`,
    };
  };
  await using portal = await startPortal({ "/oai": page });
  const list = {
    request: { path: "/oai", query: { verb: "ListRecords", metadataPrefix: "oai_dc", resumptionToken: "{cursor}" } },
    decode: { format: "xml", rows: "ListRecords.record", total: "ListRecords.resumptionToken.@completeListSize" },
    paging: { type: "resumption", size: 10, next: "ListRecords.resumptionToken" },
  };
  await using bench = await open(portal, list, { id: "header.identifier", fields: { title: "metadata.t" } });
  expect(await ids(bench, 0, 15)).toEqual(IDS.slice(0, 15));
  for (const runtime of bench.runtimes) runtime.clearCache();
  generation += 1;
  expect(await ids(bench, 15, 15)).toEqual(IDS.slice(15));
});

describe("pages of ASP.NET", () => {
  /** Takes hidden fields of its own making only, in the session that they were made for. */
  function startWebForms() {
    let state = 0;
    const page: PortalPage = ({ fields, request }) => {
      const isTurn = request.method === "POST";
      const isOwn =
        fields.get("__VIEWSTATE") === `vs/${state}=+` &&
        fields.get("__EVENTVALIDATION") === "ev" &&
        request.headers.cookie === "ASP.NET_SessionId=s1";
      if (isTurn && !(isOwn && fields.get("__EVENTTARGET") === "pager" && fields.get("kw") === "专利"))
        return { status: 500, body: "Validation of viewstate MAC failed" };
      const number = isTurn ? Number(fields.get("pageNo")) : 1;
      const rows = ROWS.slice((number - 1) * 10, number * 10).map(
        ({ id, title }) => `<tr><td>${id}</td><td>${title}</td></tr>`,
      );
      const body = `<form><input type="hidden" name="__VIEWSTATE" value="vs/${state}=+"><input type="hidden" name="__EVENTVALIDATION" value="ev"><table>${rows.join("")}</table><span id="n">25</span><a href="javascript:gotoPage(2)">2</a></form>`;
      return {
        ...pageReply(body, "gbk"),
        headers: { "content-type": "text/html", "set-cookie": "ASP.NET_SessionId=s1; path=/; HttpOnly" },
      };
    };
    return {
      page,
      expire: () => {
        state += 1;
      },
    };
  }
  const list = {
    request: { path: "/list.aspx", query: { kw: "专利" } },
    decode: { format: "html", rows: "tr", total: "#n" },
    paging: { type: "postback", size: 10, pageField: "pageNo", fields: { __EVENTTARGET: "pager" } },
  };
  const kind = { id: "td:nth-child(1)", fields: { title: "td:nth-child(2)" } };
  const source = { charset: { request: "gbk" } };

  test("are turned by sending the hidden fields back, in its session", async () => {
    const { page } = startWebForms();
    await using portal = await startPortal({ "/list.aspx": page }, "gbk");
    await using bench = await startManifest(manifestFor(portal.url, { source, kind: { list, ...kind } }));
    expect(await ids(bench)).toEqual(IDS);
    expect(portal.requests.map(({ method }) => method)).toEqual(["GET", "POST", "POST"]);
  });

  test("are turned with fresh fields where the kept ones are no longer taken", async () => {
    const { page, expire } = startWebForms();
    await using portal = await startPortal({ "/list.aspx": page }, "gbk");
    await using bench = await startManifest(manifestFor(portal.url, { source, kind: { list, ...kind } }));
    expect(await ids(bench, 0, 10)).toEqual(IDS.slice(0, 10));
    expire();
    expect(await ids(bench, 10, 10)).toEqual(IDS.slice(10, 20));
  });
});
