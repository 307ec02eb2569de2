import { describe, expect, test } from "vitest";
import { MANIFEST } from "#adapters/manifest/format/manifest-format.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { createCallContext } from "#tests/support/call-context.ts";
import { type ManifestBench, manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, numberedRows, type PortalPage, startPortal } from "#tests/support/portal-server.ts";
import type { TestUpstream } from "#tests/support/start-upstream.ts";

type Loose = Readonly<Record<string, unknown>>;

const ROWS = numberedRows(25);
const LIST = {
  request: { path: "/list", query: { page: "{page}", gjc: "{text}", dq: "{region}", zt: "{status}" } },
  decode: { format: "json", rows: "rows", total: "total" },
  paging: { type: "page", size: 10 },
};
const DETAIL = { request: { path: "/one/{id}" }, decode: { format: "json", rows: "data" } };

const listPage: PortalPage = ({ fields }) => {
  const page = Number(fields.get("page"));
  return jsonReply({ total: ROWS.length, rows: ROWS.slice((page - 1) * 10, page * 10) });
};

function open(portal: TestUpstream, kind: Loose): Promise<ManifestBench> {
  return startManifest(manifestFor(portal.url, { kind: { list: LIST, ...kind } }));
}

async function look({ client }: ManifestBench, ids: readonly string[], context = createCallContext()) {
  const records = await client.records("LISTING", ids, context);
  return records.map((record) =>
    record instanceof UpstreamError ? record.failure.kind : (record.value?.fields["title"] ?? null),
  );
}

function paths({ requests }: TestUpstream): readonly string[] {
  return requests.map(({ path }) => path);
}

function list(bench: ManifestBench, words: Readonly<Record<string, string>> = {}, text = "") {
  return bench.client.list("LISTING", { text, words, offset: 0, limit: 10 }, createCallContext());
}

describe("a list", () => {
  test("is asked with the source's own words, and without those that it does not look at", async () => {
    const search = { text: true, filters: ["region", "status"], words: { status: { OPEN: "挂牌中", "": "全部" } } };
    await using portal = await startPortal({ "/list": listPage });
    await using bench = await open(portal, { list: { ...LIST, search } });
    await list(bench, { region: "510100", status: "OPEN", party: "某公司" }, "专利");
    await list(bench);
    const asked = paths(portal).map((path) => Object.fromEntries(new URLSearchParams(path.split("?")[1])));
    expect(asked).toEqual([
      { page: "1", gjc: "专利", dq: "510100", zt: "挂牌中" },
      { page: "1", zt: "全部" },
    ]);
  });

  test("is asked in the charset that the manifest says, with secrets or without", async () => {
    for (const query of [{}, { key: "{secret.KEY}" }]) {
      await using portal = await startPortal({ "/list": () => jsonReply({ total: 0, rows: [] }) });
      const request = {
        path: "/list",
        method: "POST",
        query,
        text: "查询|{text}",
        contentType: "text/plain; charset=GBK",
      };
      const list = { request, decode: LIST.decode, search: { text: true } };
      const manifest = manifestFor(portal.url, { source: { charset: { request: "gbk" } }, kind: { list } });
      await using bench = await startManifest(manifest, { secrets: { KEY: "k" } });
      await bench.client.list("LISTING", { text: "专利", words: {}, offset: 0, limit: 10 }, createCallContext());
      expect(portal.requests.map(({ body }) => body.toString("hex"))).toEqual(["b2e9d1af7cd7a8c0fb"]);
    }
  });

  test("makes its records known, so that look-ups ask nobody", async () => {
    await using portal = await startPortal({ "/list": listPage });
    await using bench = await open(portal, { detail: DETAIL });
    await list(bench);
    portal.forget();
    expect(await look(bench, ["3", "1"])).toEqual(["挂牌3", "挂牌1"]);
    expect(portal.requests).toEqual([]);
  });

  test("of any length asked for gives a bounded window", async () => {
    const rows = numberedRows(1_500);
    await using portal = await startPortal({ "/list": () => jsonReply({ total: 1_500, rows }) });
    await using bench = await open(portal, { list: { ...LIST, paging: { type: "none" } } });
    const { items, total } = await bench.client.list(
      "LISTING",
      { words: {}, offset: -5, limit: 1e9 },
      createCallContext(),
    );
    expect([items.length, total]).toEqual([1_000, 1_500]);
  });
});

describe("records with pages of their own", () => {
  const one: PortalPage = ({ path }) => {
    const id = path.split("/").at(-1) ?? "";
    if (id === "500") return { status: 500, body: "" };
    const row = ROWS.find((candidate) => candidate.id === (id === "13" ? "1" : id));
    return jsonReply({ data: row ?? null });
  };
  const pages = Object.fromEntries([...ROWS.map(({ id }) => id), "99", "500"].map((id) => [`/one/${id}`, one]));

  test("are asked for one by one; absence, failure and another's record stay at their own place", async () => {
    await using portal = await startPortal({ "/list": listPage, ...pages });
    await using bench = await open(portal, { detail: DETAIL });
    expect(await look(bench, ["2", "99", "500", "13", "4", "2"])).toEqual([
      "挂牌2",
      null,
      "rejected",
      null,
      "挂牌4",
      "挂牌2",
    ]);
    expect(paths(portal).filter((path) => path === "/one/2")).toHaveLength(1);
  });

  test("what can be no id is not asked for", async () => {
    await using portal = await startPortal(pages);
    await using bench = await open(portal, { detail: DETAIL });
    expect(await look(bench, ["..", ".", "", "a\nb", "x".repeat(201)])).toEqual([null, null, null, null, null]);
    expect(portal.requests).toEqual([]);
  });

  test("that alone show a field are asked for after a list too, and what only the list shows stays", async () => {
    const whole: PortalPage = () => jsonReply({ data: { id: "1", jj: "说明" } });
    await using portal = await startPortal({ "/list": listPage, "/one/1": whole });
    const kind = { detail: { ...DETAIL, adds: ["description"] }, fields: { title: "title", description: "jj" } };
    await using bench = await open(portal, kind);
    const { items } = await list(bench);
    expect(items[0]?.value.fields).toMatchObject({ title: "挂牌1", description: null });
    const [record] = await bench.client.records("LISTING", ["1"], createCallContext());
    expect(record instanceof UpstreamError || record?.value?.fields).toMatchObject({
      title: "挂牌1",
      description: "说明",
    });
    expect(paths(portal).at(-1)).toBe("/one/1");
  });
});

describe("records that are asked for together", () => {
  /** Gives three of them at most, whatever was asked for. */
  const many: PortalPage = ({ fields }) => {
    const ids = (fields.get("ids") ?? "").split(",");
    if (ids.includes("500")) return { status: 500, body: "" };
    const rows = ROWS.filter(({ id }) => ids.includes(id));
    return jsonReply({ total: rows.length, rows: rows.slice(0, 3) });
  };
  const batch = {
    request: { path: "/many", query: { ids: "{ids}" } },
    decode: { format: "json", rows: "rows", total: "total" },
    size: 5,
  };

  test("go in as few questions as the source takes, and in smaller ones where its answer was cut", async () => {
    await using portal = await startPortal({ "/many": many });
    await using bench = await open(portal, { batch });
    expect(await look(bench, ["1", "2", "3", "4", "5", "6", "99", "1,2"])).toEqual([
      "挂牌1",
      "挂牌2",
      "挂牌3",
      "挂牌4",
      "挂牌5",
      "挂牌6",
      null,
      null,
    ]);
    expect(portal.requests.length).toBe(4);
  });

  test("one bad question fails its own records only", async () => {
    await using portal = await startPortal({ "/many": many });
    await using bench = await open(portal, { batch: { ...batch, size: 2 } });
    expect(await look(bench, ["1", "2", "3", "500"])).toEqual(["挂牌1", "挂牌2", "rejected", "rejected"]);
  });

  test("go as a list of JSON where the source wants one", async () => {
    const page: PortalPage = ({ request }) =>
      jsonReply({ rows: ROWS.filter(({ id }) => JSON.parse(String(request.body)).ids.includes(id)) });
    await using portal = await startPortal({ "/many": page });
    const request = { path: "/many", method: "POST", json: { ids: ["{ids}"] } };
    await using bench = await open(portal, { batch: { ...batch, request, decode: { format: "json", rows: "rows" } } });
    expect(await look(bench, ["7", "8"])).toEqual(["挂牌7", "挂牌8"]);
  });
});

describe("records without a page of their own", () => {
  test("are looked for in the list, no further than needed", async () => {
    await using portal = await startPortal({ "/list": listPage });
    await using bench = await open(portal, {});
    expect(await look(bench, ["12", "3"])).toEqual(["挂牌12", "挂牌3"]);
    expect(portal.requests).toHaveLength(2);
    expect(await look(bench, ["99"])).toEqual([null]);
    expect(portal.requests).toHaveLength(3);
  });

  test("of a list without end are not said not to exist", async () => {
    const endless: PortalPage = ({ fields }) => {
      const from = Number(fields.get("page")) * 10;
      return jsonReply({
        total: 1e9,
        rows: Array.from({ length: 10 }, (_, index) => ({ id: String(from + index), title: "一" })),
      });
    };
    await using portal = await startPortal({ "/list": endless });
    await using bench = await open(portal, {});
    expect(await look(bench, ["nobody's"])).toEqual(["over-budget"]);
    expect(portal.requests.length).toBeLessThan(60);
  });
});

describe("a platform of several sources", () => {
  test("has a kind's list from one and its records from another", async () => {
    await using lists = await startPortal({ "/list": listPage });
    await using records = await startPortal({
      "/one/99": () => jsonReply({ data: { id: "99", title: "只在另一处" } }),
    });
    await using bench = await startManifest(twoSources(lists.url, records.url, { type: "bearer", secret: "KEY" }), {
      secrets: { KEY: "k" },
    });
    await list(bench);
    expect(await look(bench, ["1", "99"])).toEqual(["挂牌1", "只在另一处"]);
    expect([paths(lists), paths(records)]).toEqual([["/list?page=1"], ["/one/99"]]);
    expect([lists, records].map(({ requests }) => requests[0]?.headers.authorization)).toEqual([undefined, "Bearer k"]);
  });

  test("asks neither for a kind of which one is off", async () => {
    await using lists = await startPortal({ "/list": listPage });
    await using bench = await startManifest(twoSources(lists.url, lists.url, { type: "bearer", secret: "UNSET" }));
    await expect(list(bench)).rejects.toMatchObject({ source: "example-records", failure: { kind: "off" } });
    expect(lists.requests).toEqual([]);
  });
});

function twoSources(lists: string, records: string, authentication: Loose) {
  const manifest = manifestFor(lists, { kind: { list: LIST, detail: { ...DETAIL, source: "records" } } });
  const { portal } = manifest.sources;
  if (portal === undefined) throw new Error("no source");
  return MANIFEST.parse({
    ...manifest,
    sources: { portal, records: { name: portal.name, baseUrl: records, authentication } },
  });
}

test("a client that leaves closes the portal's socket", async () => {
  await using portal = await startPortal({});
  portal.answer(() => {});
  await using bench = await open(portal, {});
  const context = createCallContext();
  const asked = bench.client
    .list("LISTING", { words: {}, offset: 0, limit: 10 }, context)
    .catch((error: unknown) => error);
  await portal.received(1);
  context.leave();
  expect(await asked).toMatchObject({ failure: { kind: "aborted" } });
  await portal.quiet();
});

test("a kind that the manifest does not tell is a mistake of ours", async () => {
  await using portal = await startPortal({});
  await using bench = await open(portal, {});
  expect(() => bench.client.list("DEMAND", { words: {}, offset: 0, limit: 1 }, createCallContext())).toThrow(
    "no kind DEMAND",
  );
});
