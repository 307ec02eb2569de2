import type { GraphQLResolveInfo } from "graphql";
import { decodeNodeId, encodeNodeId } from "#schema/ids/node-id.ts";
import type { NodeContext, ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { OperationError } from "#subgraphs/runtime/operation-error.ts";
import { MAX_PAGE_SIZE, type PageArguments } from "#subgraphs/runtime/paging.ts";
import type { ListedNode } from "#subgraphs/runtime/ports.ts";
import { type AgencyReference, agencyCode } from "./agency-code.ts";
import { type FindArguments, findRecords, othersOf, type SearchLoader } from "./find-records.ts";
import { toHubNode } from "./hub-node.ts";
import { BOUNDED_KINDS, PRIVATE_KINDS, PUBLIC_KINDS } from "./make-schema.ts";
import { type PatentParent, patentNumberOf } from "./patent-number.ts";
import type { RecordsLoad } from "./records/records-load.ts";
import type { SearchDesk } from "./search/search-desk.ts";
import type { CoverageLoad } from "./summaries/coverage-resolvers.ts";
import type { SummaryIndex } from "./summaries/summary-index.ts";

export interface DiscoveryLoad {
  readonly search: SearchLoader;
  /** Null where the hub keeps no index. */
  readonly summaries: SummaryIndex | null;
  readonly records: RecordsLoad;
  readonly desk: SearchDesk;
  readonly coverage: CoverageLoad;
}

type Context = NodeContext<DiscoveryLoad>;

export const resolvers: ResolverMap<DiscoveryLoad> = {
  Query: {
    node: (_parent: never, args: { id: string }, context: Context) => nodeById(args.id, context),
    hubNodes: (_parent: never, _args: never, context: Context) => othersOf(context).directory.list().map(toHubNode),
    hubNode: (_parent: never, args: { code: string }, context: Context) => hubNodeByCode(args.code, context),
    viewer: (_parent: never, _args: never, context: Context) => viewer(context),
    agencies: (_parent: never, args: FindArguments, context: Context, info: GraphQLResolveInfo) =>
      findRecords({ kind: "AGENCY" }, args, context, info),
    ...Object.fromEntries(
      PUBLIC_KINDS.map((kind) => [
        kind.plural,
        (_parent: never, args: FindArguments, context: Context, info: GraphQLResolveInfo) =>
          findRecords({ kind: kind.name }, args, context, info),
      ]),
    ),
  },
  HubNode: {
    serviceModules: async (parent: { code: string }, _args: never, context: Context) =>
      (await othersOf(context).caller.serviceModules(parent.code)).map(({ module, raw, count }) => ({
        code: module,
        raw,
        serviceCount: count,
      })),
    ...Object.fromEntries(
      PUBLIC_KINDS.map((kind) => [
        kind.plural,
        (parent: { code: string }, args: FindArguments, context: Context, info: GraphQLResolveInfo) =>
          findRecords({ kind: kind.name, among: (node) => node.code === parent.code }, args, context, info),
      ]),
    ),
    ...Object.fromEntries(
      BOUNDED_KINDS.map((kind) => [
        kind.plural,
        async (parent: { code: string }, _args: never, context: Context, info: GraphQLResolveInfo) => {
          const among = (node: ListedNode) => node.code === parent.code;
          return (await findRecords({ kind: kind.name, among }, { first: MAX_PAGE_SIZE }, context, info)).nodes;
        },
      ]),
    ),
  },
  Viewer: {
    accounts: (_parent: never, _args: never, context: Context, info: GraphQLResolveInfo) => accounts(context, info),
    ...Object.fromEntries(
      PRIVATE_KINDS.map((kind) => [
        kind.plural,
        (_parent: never, args: FindArguments, context: Context, info: GraphQLResolveInfo) =>
          findRecords({ kind: kind.name, among: (node) => hasCredential(node, context) }, args, context, info),
      ]),
    ),
  },
  Agency: {
    code: agencyCode,
    profiles: (parent: AgencyReference, args: PageArguments, context: Context, info: GraphQLResolveInfo) =>
      findRecords(
        { kind: "AGENCY_PROFILE", about: { typeName: "Agency", key: agencyCode(parent) } },
        args,
        context,
        info,
      ),
  },
  Patent: {
    applicationNumber: patentNumberOf,
    listings: (patent: PatentParent, args: PageArguments, context: Context, info: GraphQLResolveInfo) => {
      const kind = "LISTING";
      const key = patentNumberOf(patent);
      // Platforms name what is on offer by its Chinese application number: a foreign patent has none, and no offers.
      if (key === null) return findRecords({ kind, among: () => false }, args, context, info);
      return findRecords({ kind, about: { typeName: "Patent", key } }, args, context, info);
    },
  },
};

function hubNodeByCode(code: string, context: Context) {
  const node = othersOf(context)
    .directory.list()
    .find((candidate) => candidate.code === code);
  return node === undefined ? null : toHubNode(node);
}

/** Relay's node(id:): asks the owner of the id's type whether it exists; junk and unknown ids are null. */
async function nodeById(id: string, context: Context) {
  const decoded = decodeNodeId(id);
  if (decoded === null) return null;
  if (decoded.typename === "HubNode") return hubNodeByCode(decoded.key, context);
  const { directory, caller } = othersOf(context);
  const owner = directory.ownerOf(decoded.typename);
  if (owner === undefined) return null;
  const [exists] = await caller.exist(owner.code, decoded.typename, [id]);
  return exists ? { __typename: decoded.typename, id } : null;
}

function viewer(context: Context) {
  if (
    othersOf(context)
      .directory.list()
      .some((node) => hasCredential(node, context))
  )
    return {};
  throw new OperationError("UNAUTHENTICATED", {
    code: "MISSING_NODE_TOKEN",
    message: {
      zh: '请在请求头 Hub-Node-Authorization 中携带平台令牌：节点代码="Bearer 令牌"',
      en: 'Send the platform\'s own token in the header Hub-Node-Authorization: CODE="Bearer TOKEN"',
    },
  });
}

function hasCredential(node: ListedNode, context: Context): boolean {
  return node.kinds.some((kind) => kind.isPrivate) && othersOf(context).caller.hasCredential(node.code);
}

async function accounts(context: Context, info: GraphQLResolveInfo) {
  const { directory, caller } = othersOf(context);
  const nodes = directory.list().filter((node) => hasCredential(node, context));
  const found = await Promise.allSettled(nodes.map((node) => caller.account(node.code)));
  const failures = found.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  if (failures.length > 0 && failures.length === nodes.length) throw failures[0];
  for (const failure of failures) context.report(failure, info);
  return nodes.flatMap((node, index) => {
    const account = found[index]?.status === "fulfilled" ? found[index].value : null;
    if (account === null) return [];
    const uscc = account.organizationUscc;
    const organization =
      uscc === null ? null : { __typename: "Organization", id: encodeNodeId("Organization", uscc), uscc };
    return [{ ...account, hubNode: toHubNode(node), organization }];
  });
}
