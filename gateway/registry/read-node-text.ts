import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import type { ReadNode, ReadNodeText } from "./node-maker.ts";
import type { NodeSecrets } from "./node-secrets.ts";
import { toldManifest } from "./told-manifest.ts";

/** What an owner may give: a manifest. */
export function createReadNodeText(secrets: NodeSecrets): ReadNodeText {
  return (text): ReadNode => {
    const read = readManifest(text);
    return read.ok ? toldManifest(read.manifest, secrets) : { ok: false, problems: read.problems };
  };
}
