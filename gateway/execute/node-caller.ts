import type { Clock } from "#adapters/runtime/source.ts";
import type { NodeAccount, NodeSearch } from "#subgraphs/runtime/define-node.ts";
import { NodeCallError } from "#subgraphs/runtime/node-call-error.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import type { EntityFields, EntityReference, NodeCaller, NodePage } from "#subgraphs/runtime/ports.ts";
import type { CallNode, NodeQuestion } from "./call-node.ts";
import { harvestQuestion, searchQuestion } from "./contract-questions.ts";
import type { GatewayNode } from "./gateway-node.ts";
import { readBatch, readPage } from "./read-contract-page.ts";
import { nodeError } from "./refuse-for-node.ts";
import { noteAnswer, type RequestState } from "./request-state.ts";

const MODULES = /* GraphQL */ `query HubNodeModules { hubNodeInformation { serviceModules { module raw count } } }`;
const ACCOUNT = /* GraphQL */ `query HubNodeAccount { hubNodeAccount { userName organizationName organizationUscc } }`;
const EXIST = /* GraphQL */ `query HubNodeExist($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }`;

/** Longest wait of the asking node for one of the others, and the share of the time left that it may take: what was found is still to be fetched. */
const LONGEST_MS = 8_000;
const SHARE = 0.8;
/** Upstream calls that one page of a kind may cause elsewhere: many kinds and nodes are asked at once. */
const CALLS_OF_PAGE = 6;

interface WireInformation {
  readonly serviceModules: readonly { readonly module: string; readonly raw: string | null; readonly count: number }[];
}

/** The port by which the discovery node asks the others, within one request. */
export function createNodeCaller(
  nodes: readonly GatewayNode[],
  callNode: CallNode,
  { scope, sources, policy, clock }: Pick<RequestState, "scope" | "sources" | "policy"> & { readonly clock: Clock },
): NodeCaller {
  const nodeOf = (code: string): GatewayNode => {
    const node = nodes.find((candidate) => candidate.code === code);
    if (node === undefined) throw new Error(`no node ${code}`);
    return node;
  };
  const ask = async (node: GatewayNode, question: NodeQuestion, budget = scope.budget): Promise<NodeResponse> => {
    const now = clock.now();
    const deadline = now + Math.min(LONGEST_MS, SHARE * (scope.deadline - now));
    const response = await callNode(node, question, { ...scope, deadline, budget });
    noteAnswer({ sources, policy }, node.code, response);
    return response;
  };
  return {
    search: async (code, searches) => {
      const node = nodeOf(code);
      const question = { query: searchQuestion(node.typeDefs), variables: { searches: searches.map(toInput) } };
      const budget = scope.budget?.lendingAtMost(CALLS_OF_PAGE * searches.length);
      return pagesOf(await ask(node, question, budget), node, searches);
    },
    harvest: async (code, harvest) => {
      const node = nodeOf(code);
      const response = await ask(node, { query: harvestQuestion(node.typeDefs), variables: { ...harvest } });
      const batch = readBatch(dataOf(response, "hubNodeHarvest"), node, harvest);
      return { ...batch, asked: response.extensions.hub.sources };
    },
    serviceModules: async (code) => {
      const response = await ask(nodeOf(code), { query: MODULES });
      return (dataOf(response, "hubNodeInformation") as WireInformation | null)?.serviceModules ?? [];
    },
    account: async (code) =>
      dataOf(await ask(nodeOf(code), { query: ACCOUNT }), "hubNodeAccount") as NodeAccount | null,
    exist: async (code, typeName, ids) => {
      const representations = ids.map((id) => ({ __typename: typeName, id }));
      const entities = dataOf(await ask(nodeOf(code), { query: EXIST, variables: { representations } }), "_entities");
      return ids.map((_id, index) => Array.isArray(entities) && Boolean(entities[index]));
    },
    entities: async (code, references, selections) => {
      const question = { query: entitiesQuery(selections), variables: { representations: references } };
      return entitiesOf(await ask(nodeOf(code), question), code, references);
    },
    hasCredential: (code) => scope.nodeCredentials.has(code),
  };
}

function entitiesQuery(selections: Readonly<Record<string, string>>): string {
  const fragments = Object.entries(selections).map(([typeName, fields]) => `... on ${typeName} { ${fields} }`);
  return `query HubNodeEntities($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ${fragments.join(" ")} }
}`;
}

/** An entity with a field that failed is given without it; one that failed itself is its error. */
function entitiesOf(
  { data, errors = [] }: NodeResponse,
  node: string,
  references: readonly EntityReference[],
): readonly (EntityFields | null | Error)[] {
  const entities = data?.["_entities"] as readonly (EntityFields | null)[] | null | undefined;
  return references.map((_reference, index) => {
    const entity = entities?.[index];
    if (entity) return entity;
    const error = errors.find(({ path }) => path?.[1] === index) ?? errors.find(({ path }) => (path?.length ?? 0) < 2);
    if (error !== undefined) return new NodeCallError(error);
    return entity === null ? null : new NodeCallError(nodeError(node, "NODE_BAD_RESPONSE"));
  });
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

function pagesOf(
  response: NodeResponse,
  node: GatewayNode,
  searches: readonly NodeSearch[],
): readonly (NodePage | Error)[] {
  const pages = response.data?.["hubNodeSearch"] as readonly unknown[] | null | undefined;
  const errors = response.errors ?? [];
  return searches.map((search, index) => {
    const page = readPage(pages?.[index], node, search);
    if (page !== null) return page;
    const error = errors.find((candidate) => candidate.path?.[1] === index) ?? errors[0];
    return new NodeCallError(error ?? nodeError(node.code, "NODE_BAD_RESPONSE"));
  });
}
