import { checkManifest } from "#adapters/manifest/checks/check-manifest.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { MANIFEST } from "#adapters/manifest/format/manifest-format.ts";
import { SILENT_LOGGER } from "#adapters/runtime/logger.ts";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { openTakeDowns, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { jsonReply, type PortalPage, startPortal } from "#tests/support/portal-server.ts";
import { createTestRuntime, QUICK_POLITENESS } from "#tests/support/source-runtime.ts";
import { temporaryFolder } from "#tests/support/temporary-folder.ts";

type Loose = Readonly<Record<string, unknown>>;

/** A row of the portal; the patent stands on the record's own page alone. */
export interface NightRow {
  readonly id: string;
  readonly title: string;
  readonly region: string;
}

export const HOUR_MS = 3_600_000;
const BOTH = { zh: "示例", en: "Example" };
const REGIONS = ["510100", "500000", "510700"];

function nightRows(count: number): NightRow[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    title: index % 2 === 0 ? `水泵${index + 1}` : `阀门${index + 1}`,
    region: REGIONS[index % REGIONS.length] ?? "",
  }));
}

export function patentOf(id: string): string {
  return makeApplicationNumber(2023, 1, 123_456 + Number(id));
}

export const nightId = (id: string) => encodeNodeId("ExampleListing", id);

export interface NightOptions {
  /** Parts of the kind LISTING in place of the usual ones. */
  readonly kind?: Loose;
  readonly licence?: Loose;
}

/** As told by its owner: nobody asks between six in the morning and ten in the evening. */
function nightManifest(baseUrl: string, { kind = {}, licence = {} }: NightOptions = {}): Manifest {
  const manifest = MANIFEST.parse({
    manifest: 1,
    code: "example",
    version: "1.0.0",
    name: BOTH,
    owner: { name: BOTH, contact: "owner@example.org" },
    licence: { code: "EXAMPLE", name: BOTH, attribution: BOTH, accessPolicy: "PUBLIC", ...licence },
    sources: {
      portal: { name: BOTH, baseUrl, politeness: { quietHours: [{ from: "06:00", to: "22:00" }] } },
    },
    kinds: {
      LISTING: {
        id: "id",
        list: {
          request: { path: "/list", query: { page: "{page}", dq: "{region}" } },
          decode: { format: "json", rows: "rows", total: "total" },
          paging: { type: "page", size: 10 },
          search: { filters: ["region"] },
        },
        detail: {
          request: { path: "/one/{id}" },
          decode: { format: "json", rows: "data" },
          adds: ["description", "patentNumberText"],
        },
        fields: {
          title: "title",
          region: { from: "region", as: "region" },
          description: "jj",
          patentNumberText: "zl",
        },
        cache: { list: "10m", record: "1h", harvested: "1d" },
        ...kind,
      },
    },
  });
  const problems = checkManifest(manifest);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return manifest;
}

/** A portal that may be asked by night alone, its node, and the folder in which the hub keeps what it read. Time begins at 23:00. */
export async function startNightPortal(count: number, options: NightOptions = {}) {
  const rows = nightRows(count);
  let isDown = false;
  const page =
    (answer: PortalPage): PortalPage =>
    (question) =>
      isDown ? { status: 500, body: "" } : answer(question);
  const list = page(({ fields }) => {
    const asked = fields.get("dq") ?? "";
    const found = rows.filter(({ region }) => asked === "" || region === asked);
    const at = (Number(fields.get("page")) - 1) * 10;
    return jsonReply({ total: found.length, rows: found.slice(at, at + 10) });
  });
  const ones = rows.map(({ id, title }): readonly [string, PortalPage] => [
    `/one/${id}`,
    page(() => jsonReply({ data: { id, title, jj: `说明${id}`, zl: patentOf(id) } })),
  ]);
  const upstream = await startPortal({ "/list": list, ...Object.fromEntries(ones) });
  const clock = new ManualClock(Date.parse("2026-11-20T23:00:00+08:00"));
  const folder = await temporaryFolder();
  const takeDowns = await openTakeDowns({ dataDir: folder.path, clock, logger: SILENT_LOGGER });
  const parts = { clock, dataDir: folder.path, takeDowns };
  let hub = await openHub(nightManifest(upstream.url, options), parts);
  return {
    ...{ rows, upstream, clock, folder, takeDowns },
    ask: (query: string, variables: Loose = {}) => hub.ask(query, variables),
    status: () => hub.status(),
    harvest: () => harvest(hub.ask),
    goDown: () => {
      isDown = true;
    },
    /** The hub starts again, maybe with another manifest. */
    restart: async (other: NightOptions = options) => {
      await hub.close();
      hub = await openHub(nightManifest(upstream.url, other), parts);
    },
    [Symbol.asyncDispose]: async () => {
      await hub.close();
      takeDowns.close();
      await upstream[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

interface HubParts {
  readonly clock: ManualClock;
  readonly dataDir: string;
  readonly takeDowns: TakeDowns;
}

async function openHub(manifest: Manifest, { clock, dataDir, takeDowns }: HubParts) {
  const definition = nodeOf(manifest, { secrets: () => undefined });
  const told = definition.sources["portal"];
  if (told === undefined) throw new Error("no source");
  const { ceilings, keepAtMostMs } = told.politeness;
  const politeness = { ...QUICK_POLITENESS, tryTimeoutMs: 20_000, ceilings, keepAtMostMs };
  const runtime = createTestRuntime(told.code, manifest.sources["portal"]?.baseUrl ?? "", { timer: clock, politeness });
  const client = await told.create(runtime, told.settings.parse({}));
  const store = definition.store?.open({ dataDir, timer: clock, logger: SILENT_LOGGER, takeDowns }, {}) ?? null;
  const service = createNodeService({
    definition,
    clients: { portal: client },
    store: store?.store,
    takeDowns,
    ownSchema: ownSchemaOf(definition, []),
  });
  const ask = async (query: string, variables: Loose = {}): Promise<NodeResponse> => {
    const scope = {
      signal: AbortSignal.timeout(20_000),
      deadline: clock.now() + 20_000,
      requestId: "night",
      language: "zh" as const,
      partition: "public",
    };
    const response = await service.execute({ query, variables, scope });
    return { ...response, data: JSON.parse(JSON.stringify(response.data ?? null)) };
  };
  return {
    ask,
    status: async () => (await store?.status()) ?? null,
    close: async () => {
      await store?.close();
      await runtime.close();
    },
  };
}

type Ask = (query: string, variables?: Loose) => Promise<NodeResponse>;

/** As the hub's harvester reads it; throws at the first error. */
async function harvest(ask: Ask): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const query =
      "query ($cursor: String) { hubNodeHarvest(kind: LISTING, first: 100, cursor: $cursor) { items { id } cursor } }";
    const { data, errors } = await ask(query, { cursor });
    const [error] = errors ?? [];
    if (error !== undefined) throw new Error(`${error.extensions.code} ${error.extensions.reason?.code ?? ""}`);
    const page = data?.["hubNodeHarvest"] as { items: readonly { id: string }[]; cursor: string | null };
    ids.push(...page.items.map(({ id }) => id));
    if (page.cursor === null) return ids;
    cursor = page.cursor;
  }
}
