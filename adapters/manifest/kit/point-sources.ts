import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SourceFormat } from "#adapters/manifest/format/source-format.ts";

/** The manifest with each of its portals at another origin; paths stay. */
export function pointSources(
  manifest: Manifest,
  originOf: (source: string) => string,
  politeness?: SourceFormat["politeness"],
): Manifest {
  const sources = Object.entries(manifest.sources).map(([name, source]) => {
    if (source.snapshot !== undefined) return [name, source];
    const origin = originOf(name);
    const { authentication } = source;
    const own =
      authentication.type === "oauth2"
        ? { ...authentication, tokenUrl: movedTo(origin, authentication.tokenUrl) }
        : authentication;
    const moved = { ...source, baseUrl: movedTo(origin, source.baseUrl), authentication: own };
    return [name, politeness === undefined ? moved : { ...moved, politeness }];
  });
  return { ...manifest, sources: Object.fromEntries(sources) };
}

/** For servers of our own. */
export const HURRIED = { requestsPerSecond: 1_000, burst: 1_000, concurrency: 8 };

function movedTo(origin: string, url: string): string {
  const { pathname } = new URL(url);
  return pathname === "/" ? origin : origin + pathname;
}
