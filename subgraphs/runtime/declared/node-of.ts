import { createManifestClient, type ManifestSources } from "#adapters/manifest/client.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { type SourceOfOptions, sourceOf } from "#adapters/manifest/source-of.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";
import { toldNode } from "./told-node.ts";

/**
 * What a node's folder exports, made of a manifest that was read without mistakes. Its sources' settings have the sections
 * CODE-SOURCE. Throws SdlProblemsError where the manifest's further fields cannot be taken.
 */
export function nodeOf(manifest: Manifest, options: SourceOfOptions): NodeDefinition {
  const names = Object.keys(manifest.sources);
  const sources = Object.fromEntries(names.map((name) => [name, sourceOf(manifest, name, options)]));
  const made = new WeakMap<object, SearchedClient>();
  // The clients of a node are made once and handed over with every request: what is compiled of a manifest is, too.
  const createClient = (clients: Readonly<Record<string, unknown>>): SearchedClient => {
    const known = made.get(clients);
    if (known !== undefined) return known;
    const client = createManifestClient(manifest, clients as ManifestSources);
    made.set(clients, client);
    return client;
  };
  return toldNode(manifest, { sources, createClient });
}
