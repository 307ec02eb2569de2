import { MANIFEST } from "#adapters/manifest/format/manifest-format.ts";
import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { ownSchemaOf } from "#subgraphs/runtime/open-node.ts";
import { ManualClock } from "#tests/support/manual-clock.ts";
import { jsonReply, type PortalPage, startPortal } from "#tests/support/portal-server.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";

type Loose = Readonly<Record<string, unknown>>;

/** A portal whose list tells the half of each record, and its node. */
export interface DetailedPortal extends AsyncDisposable {
  /** Application numbers of the records 1, 2, 3 …, which only their own pages tell. */
  readonly patents: readonly string[];
  ask(query: string, variables?: Loose): Promise<NodeResponse>;
  /** What the portal was asked since it last forgot. */
  paths(): readonly string[];
  forget(): void;
  /** The pages of these records fail from now on. */
  breakDetails(ids: readonly string[]): void;
  /** All pages do. */
  goDown(): void;
  later(ms: number): Promise<void>;
  now(): number;
}

export interface DetailedPortalOptions {
  /** Parts of the kind LISTING in place of the usual ones. */
  readonly kind?: Loose;
  readonly search?: Loose;
  /** Rows that the portal finds for a number: their ids. As a rule the one that bears it. */
  readonly finds?: (number: string) => readonly string[];
  readonly count?: number;
}

const BOTH = { zh: "示例", en: "Example" };

export async function startDetailedPortal(options: DetailedPortalOptions = {}): Promise<DetailedPortal> {
  const { count = 3 } = options;
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  const patents = ids.map((_, index) => makeApplicationNumber(2023, 1, 123_456 + index));
  const broken = new Set<string>();
  const pages = pagesOf(ids, patents, options);
  const upstream = await startPortal(
    Object.fromEntries(
      Object.entries(pages).map(([path, page]) => [
        path,
        (question) => (broken.has("all") || broken.has(path) ? { status: 500, body: "" } : page(question)),
      ]),
    ),
  );
  const clock = new ManualClock(Date.now());
  const definition = nodeOf(manifestOf(upstream.url, options), { secrets: () => undefined });
  const told = definition.sources["portal"];
  if (told === undefined) throw new Error("no source");
  const runtime = createTestRuntime(told.code, upstream.url, { timer: clock });
  const client = await told.create(runtime, told.settings.parse({}));
  const service = createNodeService({
    definition,
    clients: { portal: client },
    ownSchema: ownSchemaOf(definition, []),
  });
  return {
    patents,
    ask: async (query, variables = {}) => {
      const scope = {
        signal: AbortSignal.timeout(20_000),
        deadline: clock.now() + 20_000,
        requestId: "detailed",
        language: "zh" as const,
        credential: undefined,
        partition: "public",
      };
      const response = await service.execute({ query, variables, scope });
      return { ...response, data: JSON.parse(JSON.stringify(response.data ?? null)) };
    },
    paths: () => upstream.requests.map(({ path }) => path),
    forget: () => upstream.forget(),
    breakDetails: (which) => {
      for (const id of which) broken.add(`/one/${id}`);
    },
    goDown: () => void broken.add("all"),
    later: (ms) => clock.advance(ms),
    now: () => clock.now(),
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

function manifestOf(baseUrl: string, { kind, search = {} }: DetailedPortalOptions) {
  return MANIFEST.parse({
    manifest: 1,
    code: "example",
    version: "1.0.0",
    name: BOTH,
    owner: { name: BOTH, contact: "owner@example.org" },
    licence: { code: "EXAMPLE", name: BOTH, attribution: BOTH, accessPolicy: "PUBLIC" },
    sources: { portal: { name: BOTH, baseUrl } },
    kinds: {
      LISTING: {
        id: "id",
        list: {
          request: { path: "/list", query: { page: "{page}", ...(search["filters"] ? { kw: "{number}" } : {}) } },
          decode: { format: "json", rows: "rows", total: "total" },
          paging: { type: "page", size: 10 },
          search,
        },
        detail: {
          request: { path: "/one/{id}" },
          decode: { format: "json", rows: "data" },
          adds: ["description", "patentNumberText"],
        },
        fields: { title: "title", price: { from: "price", as: "price" }, description: "jj", patentNumberText: "zl" },
        actions: [{ kind: "VIEW", url: "https://example.org/{patentNumberText}" }],
        ...kind,
      },
    },
  });
}

function pagesOf(
  ids: readonly string[],
  patents: readonly string[],
  { finds }: DetailedPortalOptions,
): Readonly<Record<string, PortalPage>> {
  const bearing = (number: string) => ids.filter((_, index) => patents[index]?.includes(number));
  const list: PortalPage = ({ fields }) => {
    const number = fields.get("kw") ?? "";
    const found = number === "" ? ids : (finds ?? bearing)(number);
    const page = Number(fields.get("page"));
    const rows = found.slice((page - 1) * 10, page * 10).map((id) => ({ id, title: `挂牌${id}`, price: "1.5" }));
    return jsonReply({ total: found.length, rows });
  };
  const ones = ids.map((id, index): readonly [string, PortalPage] => [
    `/one/${id}`,
    () => jsonReply({ data: { id, title: `详情${id}`, jj: `说明${id}`, zl: patents[index] } }),
  ]);
  return { "/list": list, ...Object.fromEntries(ones) };
}
