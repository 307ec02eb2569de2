import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SourceFormat } from "#adapters/manifest/format/source-format.ts";

/** Where a source is asked, and where its OAuth 2 token is had. */
export interface SourceOrigins {
  readonly base: string;
  readonly token: string;
}

/** The manifest with each of its portals at another origin; paths stay. */
export function pointSources(
  manifest: Manifest,
  originOf: (source: string) => string | SourceOrigins,
  politeness?: SourceFormat["politeness"],
): Manifest {
  const sources = Object.entries(manifest.sources).map(([name, source]) => {
    if (source.snapshot !== undefined) return [name, source];
    const told = originOf(name);
    const { base, token } = typeof told === "string" ? { base: told, token: told } : told;
    const { authentication } = source;
    const own =
      authentication.type === "oauth2"
        ? { ...authentication, tokenUrl: movedTo(token, authentication.tokenUrl) }
        : authentication;
    const moved = { ...source, baseUrl: movedTo(base, source.baseUrl), authentication: own };
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
