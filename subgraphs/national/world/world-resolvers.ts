import type { OpsHit } from "#adapters/epo-ops/ops-search.ts";
import type { WindowNotice, WindowPage, WindowSearch } from "#adapters/epo-ops/search/window-search.ts";
import { source as epoOps } from "#adapters/epo-ops/source.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { NationalContext, NationalLoad } from "#subgraphs/national/national-load.ts";
import { findByPublication } from "#subgraphs/national/patent/find-patent.ts";
import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { badInput } from "#subgraphs/runtime/operation-error.ts";
import { type PageArguments, readPageSize } from "#subgraphs/runtime/paging.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";
import { readWorldSearch, type WorldSearchArguments } from "./read-world-search.ts";
import { readWorldCursor, toWorldCursor } from "./world-cursor.ts";

const MOST_QUESTIONS = 20;

export const worldResolvers: ResolverMap<NationalLoad> = {
  Query: {
    worldPatents: async (_parent: never, args: WorldSearchArguments & PageArguments, context: NationalContext) => {
      const search = readWorldSearch(args);
      const after = args.after ? readWorldCursor(args.after, search) : null;
      const first = readPageSize(args.first, 20);
      const found = await context.load.searchWorld(search, { first, after });
      return toWorldConnection(found, { search, isFirst: after === null, nodeCode: context.nodeCode });
    },
  },
  WorldPublicationConnection: {
    countedTotal: (
      { search }: { search: WindowSearch },
      { questions }: { questions?: number | null },
      { load }: NationalContext,
    ) => {
      const most = questions ?? 8;
      if (most >= 1 && most <= MOST_QUESTIONS) return load.countWorld(search, most);
      throw badInput("questions", `须在 1 到 ${MOST_QUESTIONS} 之间`, `It must lie between 1 and ${MOST_QUESTIONS}`);
    },
  },
  WorldPublication: {
    patent: async (publication: ReturnType<typeof toPublication>, _args: never, { load }: NationalContext) => {
      const { office, number, kindCode } = publication;
      return (await findByPublication({ office: office.code, number, kindCode }, load))[0] ?? null;
    },
  },
};

interface Asked {
  readonly search: WindowSearch;
  readonly isFirst: boolean;
  readonly nodeCode: string;
}

function toWorldConnection(found: Sourced<WindowPage>, { search, isFirst, nodeCode }: Asked) {
  const { hits, next, total, notices } = found.value;
  const edges = hits.map(({ hit, after }) => ({ cursor: toWorldCursor(after, search), node: toPublication(hit) }));
  return {
    search,
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: next !== null,
      hasPreviousPage: !isFirst,
      startCursor: edges[0]?.cursor ?? null,
      // A page on which nothing was found yet still leads on.
      endCursor: edges.at(-1)?.cursor ?? (next && toWorldCursor(next, search)),
    },
    total,
    cql: search.cql,
    notices: notices.map(toReason),
    provenance: toProvenance(found, { node: nodeCode, source: epoOps, recordId: search.cql }),
  };
}

function toPublication({ publication: { office, number, kind }, familyId }: OpsHit) {
  return {
    office: { code: office },
    number,
    kindCode: kind,
    publicationNumber: `${office}${number}${kind}`,
    familyNumber: familyId,
  };
}

function toReason(notice: WindowNotice) {
  if (notice.kind === "short-page") {
    return {
      code: "SHORT_PAGE",
      message: {
        zh: "来源此刻未能给满本页，可由末项游标续取",
        en: "The source did not fill the page just now; go on from its last cursor",
      },
    };
  }
  if (notice.kind === "full-day") {
    return {
      code: "FULL_DAY",
      message: {
        zh: `${notice.date} 一日超过 2,000 件，其后者不可翻阅`,
        en: `Over 2,000 were published on ${notice.date}; the rest of that day cannot be paged`,
      },
    };
  }
  return {
    code: "WINDOW_END",
    message: { zh: "来源自己的次序只可翻阅前 2,000 件", en: "In the source's own order the first 2,000 can be paged" },
  };
}
