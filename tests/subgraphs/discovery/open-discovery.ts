import { schemasOf } from "#gateway/supergraph/node-schemas.ts";
import type { ErrorCodeName } from "#schema/error-codes.ts";
import { node as discovery } from "#subgraphs/discovery/node.ts";
import { SearchDesk } from "#subgraphs/discovery/search/search-desk.ts";
import type { SummaryIndex } from "#subgraphs/discovery/summaries/summary-index.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { NodeAccount, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { discoverNodes } from "#subgraphs/runtime/discover-nodes.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import type { NodeError } from "#subgraphs/runtime/node-error.ts";
import type { ErrorReason } from "#subgraphs/runtime/operation-error.ts";
import type { EntityFields, EntityReference, ListedNode, NodeCaller, NodePage } from "#subgraphs/runtime/ports.ts";
import { nodeSummary } from "#tests/support/node-summary.ts";

/** A platform as the ports show it; what it answers is given. */
export interface ListedStub extends ListedNode {
  readonly search: (searches: readonly NodeSearch[]) => readonly (NodePage | Error)[];
  readonly account?: () => NodeAccount | null;
  readonly owns?: readonly string[];
  /** What it says of a thing of its own. */
  readonly tells?: (reference: EntityReference) => EntityFields | null | Error;
  readonly has?: readonly string[];
}

const TYPES: Readonly<Record<string, string>> = {
  LISTING: "SichuanListing",
  EXPERT: "ChongqingExpert",
  CASE: "ChongqingCase",
};

export function listed(
  code: string,
  parts: Partial<ListedStub> = {},
  kinds: readonly string[] = ["LISTING"],
): ListedStub {
  return {
    code,
    name: { zh: `节点${code}`, en: `Node ${code}` },
    operator: { zh: "运营者", en: "Operator" },
    region: null,
    state: "LIVE",
    kinds: kinds.map((kind) => ({
      kind,
      typeName: TYPES[kind] ?? kind,
      search: "LIVE",
      about: ["Patent"],
      filters: [],
      isPrivate: kind === "CASE",
      harvest: kind !== "CASE",
    })),
    sources: [],
    search: (searches) => searches.map(() => page()),
    ...parts,
  };
}

export function page(...items: readonly (readonly [id: string, date: string | null])[]): NodePage {
  const found = items.map(([id, date]) => nodeSummary({ id, date }));
  return { items: found, total: items.length, relation: "EXACT" };
}

export function failed(node: string, code: ErrorCodeName, reason?: ErrorReason): NodeCallError {
  const told = reason === undefined ? {} : { reason };
  return new NodeCallError({ message: code, extensions: { code, node, retryable: true, ...told } });
}

const schema = schemasOf(await discoverNodes()).get(discovery.code);

/** The discovery node over platforms that are told to it, and what it asked them. */
export function openDiscovery(
  platforms: readonly ListedStub[],
  credentials: readonly string[] = [],
  summaries: SummaryIndex | null = null,
) {
  if (schema === undefined) throw new Error("no schema for the discovery node");
  const asked: { readonly node: string; readonly searches: readonly NodeSearch[] }[] = [];
  const looked: { readonly node: string; readonly references: readonly EntityReference[] }[] = [];
  const caller = callerOf(platforms, credentials, {
    onSearch: (node, searches) => void asked.push({ node, searches }),
    onEntities: (node, references) => void looked.push({ node, references }),
  });
  const directory = {
    list: () => platforms,
    ownerOf: (typeName: string) => platforms.find(({ owns }) => owns?.includes(typeName)),
  };
  const bugs: unknown[] = [];
  /** By node and field, as they were counted. */
  const conflicts: string[] = [];
  const countConflict = (node: string, field: string) => void conflicts.push(`${node} ${field}`);
  const service = createNodeService({
    definition: discovery,
    clients: {},
    store: { summaries, desk: new SearchDesk() },
    ownSchema: schema.own,
    onInternalError: (error) => void bugs.push(error),
  });
  const ask = async (
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
    language: "zh" | "en" = "zh",
  ) => {
    const scope = {
      signal: new AbortController().signal,
      deadline: Date.now() + 5_000,
      requestId: "r",
      language,
      partition: "public",
      others: { directory, caller, countConflict },
    };
    const { data, errors } = await service.execute({ query, variables, scope });
    return { data: JSON.parse(JSON.stringify(data ?? null)), errors: (errors ?? []).map(toTold) };
  };
  return { ask, asked, looked, bugs, conflicts };
}

function toTold({ path, extensions }: NodeError) {
  const { code, node, nodes } = extensions;
  return { path, code, node, ...(nodes === undefined ? {} : { nodes }) };
}

interface Watch {
  readonly onSearch: (node: string, searches: readonly NodeSearch[]) => void;
  readonly onEntities: (node: string, references: readonly EntityReference[]) => void;
}

function callerOf(
  platforms: readonly ListedStub[],
  credentials: readonly string[],
  { onSearch, onEntities }: Watch,
): NodeCaller {
  const platformOf = (code: string): ListedStub => {
    const found = platforms.find((candidate) => candidate.code === code);
    if (found === undefined) throw new Error(`no node ${code}`);
    return found;
  };
  return {
    search: async (code, searches) => {
      onSearch(code, searches);
      return platformOf(code).search(searches);
    },
    harvest: async () => ({ items: [], removed: [], cursor: null, resume: null, asked: [] }),
    serviceModules: async (code) => {
      if (platformOf(code).state !== "LIVE") throw failed(code, "NODE_UNAVAILABLE");
      return [{ module: "FINANCE", raw: "金融", count: 2 }];
    },
    account: async (code) => platformOf(code).account?.() ?? null,
    exist: async (code, _typeName, ids) => ids.map((id) => platformOf(code).has?.includes(id) ?? false),
    entities: async (code, references) => {
      onEntities(code, references);
      if (platformOf(code).state !== "LIVE") throw failed(code, "NODE_UNAVAILABLE");
      return references.map((reference) => platformOf(code).tells?.(reference) ?? null);
    },
    hasCredential: (code) => credentials.includes(code),
  };
}
