import type { OpenedNode } from "#gateway/open-nodes.ts";
import { hostsIn } from "#subgraphs/runtime/open-source.ts";

/** Whose pages lie at a host: codes of nodes, none where it is nobody's. */
export type PagesAt = (host: string) => readonly string[];

/** Of the graph that is served. */
export function createPagesAt(opened: () => readonly OpenedNode[]): PagesAt {
  let read: { readonly of: readonly OpenedNode[]; readonly hosts: ReturnType<typeof readHosts> } | undefined;
  return (host) => {
    const now = opened();
    if (read?.of !== now) read = { of: now, hosts: readHosts(now) };
    return [...(read.hosts.get(host) ?? [])];
  };
}

function readHosts(opened: readonly OpenedNode[]): ReadonlyMap<string, ReadonlySet<string>> {
  const hosts = new Map<string, Set<string>>();
  for (const one of opened) {
    for (const host of hostsOf(one)) {
      const nodes = hosts.get(host) ?? new Set();
      hosts.set(host, nodes.add(one.node.code));
    }
  }
  return hosts;
}

/** Addresses of its sources (or of their stand-ins, or of the owner's own server), of their terms, and those that they say their pages have. */
function hostsOf({ member, sources }: OpenedNode): readonly string[] {
  const told = member.ready.sources.flatMap(([, { definition, settings }]) => [
    ...hostsIn(settings),
    ...hostsIn({ url: definition.licence.url }),
    ...(definition.pageHosts ?? []),
  ]);
  const server = member.ready.definition.standsAlone === true ? hostsIn({ url: member.url }) : [];
  return [...told, ...server, ...sources.flatMap(({ sandbox }) => hostsIn({ url: sandbox?.url }))];
}
