import { expect, test } from "vitest";
import { mergePages } from "#subgraphs/discovery/merged-pages.ts";
import type { NodePage } from "#subgraphs/runtime/ports.ts";
import { ask, serviceOf } from "#tests/support/ask-told-node.ts";
import { nodeOver } from "#tests/support/declared-nodes.ts";
import { manifestFor, startManifest } from "#tests/support/manifest-client.ts";
import { jsonReply, startPortal } from "#tests/support/portal-server.ts";

/** Of a directory; "1" is kept, and the middle holds a whole page of others. */
const MARKS = "1123323233111222222222222222111112142123441114321112";
const ROWS = [...MARKS].map((kind, index) => ({ id: String(1_000 + index), title: `机构${index}`, kind }));
const KEPT = ROWS.flatMap(({ kind, title }) => (kind === "1" ? [title] : []));

async function open(isTold: boolean) {
  const portal = await startPortal({
    "/list": ({ fields }) => {
      const [page, size] = [Number(fields.get("page")), Number(fields.get("rows"))];
      const rows = ROWS.slice((page - 1) * size, page * size);
      return jsonReply(isTold ? { total: ROWS.length, rows } : { rows });
    },
  });
  const manifest = manifestFor(portal.url, {
    kind: {
      list: {
        request: { path: "/list", query: { page: "{page}", rows: "{size}" } },
        decode: { format: "json", rows: "rows", total: "total" },
        paging: { type: "page", size: 5 },
      },
      skip: 'row.kind != "1"',
    },
  });
  const bench = await startManifest(manifest);
  return {
    service: serviceOf(nodeOver(manifest, bench.client)),
    [Symbol.asyncDispose]: async () => {
      await bench[Symbol.asyncDispose]();
      await portal[Symbol.asyncDispose]();
    },
  };
}

const SEARCH = `query ($offset: Int!) {
  hubNodeSearch(searches: [{ kind: LISTING, first: 7, offset: $offset }]) {
    total relation items { id typeName summary { title date } }
  }
}`;

interface FoundPage extends Omit<NodePage, "items"> {
  readonly items: readonly ({
    readonly id: string;
    readonly typeName: string;
    readonly summary: { title: string };
  } | null)[];
}

test.each([true, false])(
  "a node whose manifest leaves out rows pages without repeats or gaps (total told: %s)",
  async (isTold) => {
    await using platform = await open(isTold);
    const titles = new Map<string, string>();
    const seen: string[] = [];
    let position = 0;
    for (let pages = 0; pages < 10; pages++) {
      const { data } = await ask(platform.service, SEARCH, { offset: position });
      const [page] = (data?.["hubNodeSearch"] ?? []) as FoundPage[];
      if (page === undefined) throw new Error("no page");
      for (const item of page.items) if (item !== null) titles.set(item.id, item.summary.title);
      // As the hub's own lists of a kind are merged.
      const slice = {
        node: "example",
        page: { ...page, items: page.items.map((item) => item && { ...item, date: null }) },
      };
      const merged = mergePages([slice as never], { example: position }, 7, true);
      seen.push(...merged.nodes.map(({ id }) => titles.get(id) ?? ""));
      const known = merged.total.relation === "EXACT" ? KEPT.length : merged.total.value;
      expect(merged.total.value).toBe(known);
      expect(merged.total.value).toBeLessThanOrEqual(KEPT.length);
      if (!merged.pageInfo.hasNextPage) break;
      position += merged.nodes.length;
    }
    expect(seen).toEqual(KEPT);
  },
);

const HARVEST = `query ($cursor: String) {
  hubNodeHarvest(kind: LISTING, first: 5, cursor: $cursor) { cursor items { summary { title } } }
}`;

test.each([true, false])("its harvest brings all that it keeps (total told: %s)", async (isTold) => {
  await using platform = await open(isTold);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { data } = await ask(platform.service, HARVEST, { cursor });
    const batch = data?.["hubNodeHarvest"] as { cursor: string | null; items: { summary: { title: string } }[] };
    seen.push(...batch.items.map(({ summary }) => summary.title));
    ({ cursor } = batch);
  } while (cursor !== null);
  expect(seen).toEqual(KEPT);
});
