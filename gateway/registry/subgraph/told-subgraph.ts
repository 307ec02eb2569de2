import type { SubgraphFile } from "#adapters/manifest/format/subgraph-format.ts";
import { type ReadingSubgraph, subgraphMember } from "#gateway/members/elsewhere/read-subgraph.ts";
import type { MadeNode, ReadNode } from "#gateway/registry/node-maker.ts";
import type { OwnLimits } from "#gateway/registry/registry-event.ts";
import { checkSubgraph } from "./check-subgraph.ts";
import { factsOf } from "./subgraph-facts.ts";
import { readWords } from "./subgraph-words.ts";

/** What the hub adds to what a file tells. */
export type SubgraphMakings = Omit<ReadingSubgraph, "signal">;

/** Its only source, in the owner's limits: the server itself. */
export const SERVER = "server";

/**
 * A subgraph server without mistakes in its file, as a node that can be made and checked. It is made of what its server said when
 * it was checked, never of what it says now: so it starts while the server is down, and is the same in every process.
 */
export function toldSubgraph(file: SubgraphFile, makings: SubgraphMakings, words?: string): ReadNode {
  const { code, version, name } = file;
  return {
    ok: true,
    node: {
      ...{ kind: "SUBGRAPH", code, version, name, hosts: hostsOf(file) },
      make: (limits) => makeNode(file, words, limits),
      check: (parts) =>
        checkSubgraph(file, { ...makings, ...parts, words: words === undefined ? null : readWords(words) }),
      // It keeps its records to itself: there is nothing to hold them against.
      compare: async () => [],
    },
  };
}

/** Where it is asked, and where its owner's pages are: the hub leads people there (/out). */
function hostsOf({ url, pages }: SubgraphFile): readonly string[] {
  return [...new Set([new URL(url).origin, ...pages.map((host) => `https://${host}`)])];
}

function makeNode(file: SubgraphFile, words: string | undefined, limits: OwnLimits): MadeNode {
  if (words === undefined) throw new Error("the server has not been checked: run node check");
  const member = subgraphMember(factsOf(file), readWords(words));
  if (!member.ok) throw new Error(member.problem.message.en);
  const { definition, url } = member.change;
  const most = [file.concurrency, limits[SERVER]?.concurrency].filter((one) => one !== undefined);
  return { definition, url, concurrency: most.length === 0 ? undefined : Math.min(...most) };
}
