import { readNodeFile } from "#adapters/manifest/format/read-node-file.ts";
import type { ReadNode, ReadNodeText } from "./node-maker.ts";
import { type SubgraphMakings, toldSubgraph } from "./subgraph/told-subgraph.ts";
import { type NodeMakings, toldManifest } from "./told-manifest.ts";

/** What an owner may give: a manifest, or the address of a subgraph server. */
export function createReadNodeText(makings: NodeMakings & SubgraphMakings): ReadNodeText {
  return (text, words): ReadNode => {
    const read = readNodeFile(text);
    if (!read.ok) return { ok: false, problems: read.problems };
    return read.kind === "manifest"
      ? toldManifest(read.manifest, text, makings)
      : toldSubgraph(read.subgraph, makings, words);
  };
}
