import { createManifestClient, type ManifestSources } from "#adapters/manifest/client.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { sourceCode } from "#adapters/manifest/source-of.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { SnapshotClient } from "./snapshot-desk.ts";
import { sourceOfKind } from "./snapshot-source.ts";

/** A manifest's kinds, whether portals are asked for them or signed files hold them. `clients` by the manifest's names; null = off. */
export function searchedClient(manifest: Manifest, clients: Readonly<Record<string, unknown>>): SearchedClient {
  const isSnapshot = (name: string) => manifest.sources[name]?.snapshot !== undefined;
  const isHere = (kind: string) => isSnapshot(sourceOfKind(manifest, kind));
  const asked = Object.entries(manifest.kinds).filter(([kind]) => !isHere(kind));
  const portals = Object.entries(clients).filter(([name]) => !isSnapshot(name));
  // Each client was made by the source of that name.
  const live = createManifestClient(
    { ...manifest, kinds: Object.fromEntries(asked) },
    Object.fromEntries(portals) as ManifestSources,
  );
  const deskOf = (kind: string): SnapshotClient => {
    const name = sourceOfKind(manifest, kind);
    const client = clients[name];
    if (client == null) throw new UpstreamError(sourceCode(manifest, name), { kind: "off" });
    return client as SnapshotClient;
  };
  return {
    list: async (kind, question, context) => {
      if (!isHere(kind)) return live.list(kind, question, context);
      return deskOf(kind).find(kind, { text: question.text }, question, context);
    },
    records: async (kind, ids, context) =>
      isHere(kind) ? deskOf(kind).records(kind, ids, context) : live.records(kind, ids, context),
    shown: async (kind, ids, context) =>
      isHere(kind) ? deskOf(kind).records(kind, ids, context) : live.shown(kind, ids, context),
    known: (kind, ids) => (isHere(kind) ? ids.map(() => undefined) : live.known(kind, ids)),
    rests: (kind) => !isHere(kind) && live.rests(kind),
    finder: (kind) =>
      isHere(kind) ? async (question, window, context) => deskOf(kind).find(kind, question, window, context) : null,
  };
}
