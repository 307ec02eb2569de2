import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { searchedClient } from "#adapters/manifest/snapshot/searched-client.ts";
import { snapshotSource } from "#adapters/manifest/snapshot/snapshot-source.ts";
import { type SourceOfOptions, sourceOf } from "#adapters/manifest/source-of.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { toldNode } from "./told-node.ts";

/**
 * What a node's folder exports, made of a manifest that was read without mistakes. Its sources' settings have the sections
 * CODE-SOURCE. Throws SdlProblemsError where the manifest's further fields cannot be taken.
 */
export function nodeOf(manifest: Manifest, options: SourceOfOptions): NodeDefinition {
  const sources = Object.fromEntries(
    Object.entries(manifest.sources).map(([name, { snapshot }]) => [
      name,
      snapshot === undefined ? sourceOf(manifest, name, options) : snapshotSource(manifest, name),
    ]),
  );
  const made = new WeakMap<object, SearchedClient>();
  // The clients of a node are made once and handed over with every request: what is compiled of a manifest is, too.
  const createClient = (clients: Readonly<Record<string, unknown>>): SearchedClient => {
    const known = made.get(clients);
    if (known !== undefined) return known;
    const client = searchedClient(manifest, clients);
    made.set(clients, client);
    return client;
  };
  return toldNode(manifest, { sources, createClient });
}
