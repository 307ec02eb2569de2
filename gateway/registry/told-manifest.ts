import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { placeInBlock } from "#adapters/manifest/format/place-in-block.ts";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { compareManifests } from "#adapters/manifest/kit/compare-manifests.ts";
import { withLowerLimits } from "#adapters/manifest/lower-limits.ts";
import type { HostPolicy } from "#adapters/runtime/call/host-policy.ts";
import { sdlProblems } from "#subgraphs/runtime/declared/further-fields.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import type { ReadNode } from "./node-maker.ts";
import type { NodeProblem } from "./node-problem.ts";
import type { NodeSecrets } from "./node-secrets.ts";

/** What the hub adds to what a text tells. */
export interface NodeMakings {
  readonly secrets: NodeSecrets;
  readonly dataDir: string;
  /** Where addresses may lead that owners of nodes name. */
  readonly hosts: HostPolicy;
  readonly hasStandIns: boolean;
}

/** A manifest without mistakes, as a node that can be made and checked. */
export function toldManifest(manifest: Manifest, text: string, makings: NodeMakings): ReadNode {
  const { secrets, dataDir, hasStandIns } = makings;
  const hosts = { policy: makings.hosts, hasStandIns };
  const { code, version, name } = manifest;
  const problems = furtherFieldProblems(manifest, text);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    node: {
      ...{ kind: isSnapshot(manifest) ? "SNAPSHOT" : "MANIFEST", code, version, name, hosts: hostsOf(manifest) },
      make: async (limits) => ({
        definition: nodeOf(withLowerLimits(manifest, limits), { secrets: await secrets.read(code) }),
      }),
      manifest,
      compare: async (served, signal) => {
        const around = { secrets: await secrets.read(code), signal, hubDataDir: dataDir, hosts };
        return compareManifests(manifest, { served: served?.manifest ?? null, ...around });
      },
      check: async ({ signal }) => ({
        report: await checkLive(manifest, { secrets: await secrets.read(code), signal, hubDataDir: dataDir, hosts }),
      }),
    },
  };
}

/** Origins that it asks. */
function hostsOf({ sources }: Manifest): readonly string[] {
  const urls = Object.values(sources).flatMap(({ baseUrl, snapshot, authentication }) => [
    snapshot === undefined ? baseUrl : (snapshot.url ?? ""),
    authentication.type === "oauth2" ? authentication.tokenUrl : "",
  ]);
  return [...new Set(urls.filter((url) => url !== "").map((url) => new URL(url).origin))];
}

/** Nothing of it is asked live. */
function isSnapshot({ sources }: Manifest): boolean {
  return Object.values(sources).every(({ snapshot }) => snapshot !== undefined);
}

/** What is wrong with the fields that a manifest adds by `sdl`, with their places in the file. */
export function furtherFieldProblems(manifest: Manifest, text: string): readonly NodeProblem[] {
  return sdlProblems(manifest).map(({ code, message, suggestion, line, column }) => {
    const place = placeInBlock(text, "sdl", { line, column }) ?? { line: null, column: null };
    return { code, message, suggestion, ...place, path: "sdl" };
  });
}
