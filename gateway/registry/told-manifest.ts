import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { checkLive } from "#adapters/manifest/kit/check-live.ts";
import { compareManifests } from "#adapters/manifest/kit/compare-manifests.ts";
import { withLowerLimits } from "#adapters/manifest/lower-limits.ts";
import { nodeOf } from "#subgraphs/runtime/declared/node-of.ts";
import { type SdlProblem, SdlProblemsError } from "#subgraphs/runtime/declared/sdl-problem.ts";
import type { ReadNode } from "./node-maker.ts";
import type { NodeProblem } from "./node-problem.ts";
import type { NodeSecrets } from "./node-secrets.ts";

/** A manifest without mistakes, as a node that can be made and checked. */
export function toldManifest(manifest: Manifest, secrets: NodeSecrets): ReadNode {
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
      ...{ kind: "MANIFEST", code, version, name, hosts: hostsOf(manifest) },
      make: async (limits) => ({
        definition: nodeOf(withLowerLimits(manifest, limits), { secrets: await secrets.read(code) }),
      }),
      manifest,
      compare: async (served, signal) =>
        compareManifests(manifest, { served: served?.manifest ?? null, secrets: await secrets.read(code), signal }),
      check: async (signal) => checkLive(manifest, { secrets: await secrets.read(code), signal }),
    },
  };
}

/** Origins that it asks. */
function hostsOf({ sources }: Manifest): readonly string[] {
  const urls = Object.values(sources).flatMap(({ baseUrl, authentication }) =>
    authentication.type === "oauth2" ? [baseUrl, authentication.tokenUrl] : [baseUrl],
  );
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** Lines are those of the text below `sdl:`. */
function toNodeProblem({ code, message, suggestion, line, column }: SdlProblem): NodeProblem {
  return { code, message, suggestion, line: null, column: null, path: `sdl ${line}:${column}` };
}
