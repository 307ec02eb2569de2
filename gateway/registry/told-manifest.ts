import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { compareManifests } from "#adapters/manifest/kit/compare-manifests.ts";
import { withLowerLimits } from "#adapters/manifest/lower-limits.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import { type SdlProblem, SdlProblemsError } from "#subgraphs/runtime/declared/sdl-problem.ts";
import type { ReadNode } from "./node-maker.ts";
import type { NodeProblem } from "./node-problem.ts";
import type { NodeSecrets } from "./node-secrets.ts";

/** What the hub adds to what a text tells. */
export interface NodeMakings {
  readonly secrets: NodeSecrets;
  readonly dataDir: string;
}

/** A manifest without mistakes, as a node that can be made and checked. */
export function toldManifest(manifest: Manifest, { secrets, dataDir }: NodeMakings): ReadNode {
  const { code, version, name } = manifest;
  try {
    // Further fields are read here, and tell their mistakes.
    nodeOf(manifest, { secrets: () => undefined });
  } catch (error) {
    if (error instanceof SdlProblemsError) return { ok: false, problems: error.problems.map(toNodeProblem) };
    throw error;
  }
  return {
    ok: true,
    node: {
      ...{ kind: isSnapshot(manifest) ? "SNAPSHOT" : "MANIFEST", code, version, name, hosts: hostsOf(manifest) },
      make: async (limits) => ({
        definition: nodeOf(withLowerLimits(manifest, limits), { secrets: await secrets.read(code) }),
      }),
      manifest,
      compare: async (served, signal) =>
        compareManifests(manifest, { served: served?.manifest ?? null, secrets: await secrets.read(code), signal }),
      check: async ({ signal }) => ({
        report: await checkLive(manifest, { secrets: await secrets.read(code), signal, hubDataDir: dataDir }),
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

/** Lines are those of the text below `sdl:`. */
function toNodeProblem({ code, message, suggestion, line, column }: SdlProblem): NodeProblem {
  return { code, message, suggestion, line: null, column: null, path: `sdl ${line}:${column}` };
}
