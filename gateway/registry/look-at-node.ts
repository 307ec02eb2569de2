import { lookAtKinds } from "#adapters/manifest/kit/look-at-kinds.ts";
import { sourceCode } from "#adapters/manifest/source-of.ts";
import type { OpenedNode } from "#gateway/open-nodes.ts";
import type { LookedAt } from "./drift-runner.ts";
import type { NodeEntry, Release } from "./node-entry.ts";

export interface LookedAtParts {
  /** Of the graph that is served. */
  readonly opened: () => readonly OpenedNode[];
  /** The graph has that version, with the limits that hold now: between the registry's word and the graph's lies a moment. */
  readonly has: (entry: NodeEntry, release: Release) => boolean;
}

/** Nodes of the graph that is served, asked through the sources that they have open. */
export function lookedAtIn({ opened, has }: LookedAtParts): LookedAt {
  const find = (code: string) => opened().find(({ node }) => node.code === code);
  return {
    isAsked: (entry, release) => {
      const found = has(entry, release) ? find(entry.code) : undefined;
      return found !== undefined && found.sources.length > 0 && found.node.state() === "LIVE";
    },
    look: (manifest, limits) => {
      const sources = find(manifest.code)?.sources ?? [];
      const clientOf = (name: string) =>
        sources.find(({ definition }) => definition.code === sourceCode(manifest, name))?.client ?? null;
      const clients = Object.fromEntries(Object.keys(manifest.sources).map((name) => [name, clientOf(name)]));
      return lookAtKinds(manifest, { clients, ...limits });
    },
  };
}
