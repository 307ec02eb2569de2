import type { Clock } from "#adapters/runtime/source.ts";
import type { NodeAccount, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import type { NodeRequest, NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { NodeCaller, NodePage } from "#subgraphs/runtime/ports.ts";
import type { CallNode } from "./call-node.ts";
import type { GatewayNode } from "./gateway-node.ts";
import type { RequestState } from "./request-state.ts";

const SEARCH = /* GraphQL */ `query HubNodeSearch($searches: [HubNodeSearchInput!]!) {
  hubNodeSearch(searches: $searches) { total relation items { typeName id summary { date } } }
}`;
const MODULES = /* GraphQL */ `query HubNodeModules { hubNodeInformation { serviceModules { module raw count } } }`;
const ACCOUNT = /* GraphQL */ `query HubNodeAccount { hubNodeAccount { userName organizationName organizationUscc } }`;
const EXIST = /* GraphQL */ `query HubNodeExist($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`;

/** Longest wait of the asking node for one of the others, and the share of the time left that it may take: what was found is still to be fetched. */
const LONGEST_MS = 8_000;
const SHARE = 0.8;

interface WirePage {
  readonly total: number;
  readonly relation: "EXACT" | "AT_LEAST";
  readonly items: readonly {
    readonly typeName: string;
    readonly id: string;
    readonly summary: { readonly date: string | null };
  }[];
}

/** The port by which the discovery node asks the others, within one request. */
export function createNodeCaller(
  nodes: readonly GatewayNode[],
  callNode: CallNode,
  clock: Clock,
  state: () => Pick<RequestState, "scope" | "sources">,
): NodeCaller {
  async function ask(code: string, request: Omit<NodeRequest, "scope">): Promise<NodeResponse> {
    const node = nodes.find((candidate) => candidate.code === code);
    if (node === undefined) throw new Error(`no node ${code}`);
    const { scope, sources } = state();
    const now = clock.now();
    const deadline = now + Math.min(LONGEST_MS, SHARE * (scope.deadline - now));
    const response = await callNode(node, request, { ...scope, deadline });
    sources.add(response.extensions.hub.sources);
    return response;
  }

  return {
    search: async (node, searches) =>
      pagesOf(await ask(node, { query: SEARCH, variables: { searches: searches.map(toInput) } }), searches),
    serviceModules: async (node) => {
      const response = await ask(node, { query: MODULES });
      const information = dataOf(response, "hubNodeInformation") as {
        serviceModules: { module: string; raw: string | null; count: number }[];
      };
      return information.serviceModules;
    },
    account: async (node) => dataOf(await ask(node, { query: ACCOUNT }), "hubNodeAccount") as NodeAccount | null,
    exist: async (node, typeName, ids) => {
      const representations = ids.map((id) => ({ __typename: typeName, id }));
      const entities = dataOf(await ask(node, { query: EXIST, variables: { representations } }), "_entities");
      return Array.isArray(entities) ? entities.map((entity) => entity !== null) : ids.map(() => false);
    },
    hasCredential: (node) => state().scope.nodeCredentials.has(node),
  };
}

function toInput({ kind, text, filter, about, first, offset }: NodeSearch) {
  return { kind, text: text ?? null, filter, about: about ?? null, first, offset };
}

/** One field's data, or the error that stands in its place. */
function dataOf(response: NodeResponse, field: string): unknown {
  const [error] = response.errors ?? [];
  if (error !== undefined) throw new NodeCallError(error);
  return response.data?.[field] ?? null;
}

function pagesOf(response: NodeResponse, searches: readonly NodeSearch[]): readonly (NodePage | Error)[] {
  const pages = response.data?.["hubNodeSearch"] as readonly (WirePage | null)[] | undefined;
  const errors = response.errors ?? [];
  return searches.map((_search, index) => {
    const page = pages?.[index];
    if (page) return toPage(page);
    const error = errors.find((candidate) => candidate.path?.[1] === index) ?? errors[0];
    return error === undefined ? new Error("a node left out a page") : new NodeCallError(error);
  });
}

function toPage({ total, relation, items }: WirePage): NodePage {
  return { total, relation, items: items.map(({ typeName, id, summary }) => ({ typeName, id, date: summary.date })) };
}
