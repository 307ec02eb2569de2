import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import type { ReadNode, ReadNodeText } from "./node-maker.ts";
import { type NodeMakings, toldManifest } from "./told-manifest.ts";

/** What an owner may give: a manifest. */
export function createReadNodeText(makings: NodeMakings): ReadNodeText {
  return (text): ReadNode => {
    const read = readManifest(text);
    return read.ok ? toldManifest(read.manifest, makings) : { ok: false, problems: read.problems };
  };
}
