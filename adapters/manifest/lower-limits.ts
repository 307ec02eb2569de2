import type { Manifest } from "./format/manifest-format.ts";
import type { SourceFormat } from "./format/source-format.ts";

/** Manners that an owner sets below the manifest's, by source. */
export type LowerLimits = Readonly<
  Record<
    string,
    {
      readonly requestsPerSecond?: number | undefined;
      readonly concurrency?: number | undefined;
      readonly dailyQuota?: number | undefined;
    }
  >
>;

/** The manifest with the lower of both in each place; what names no source of it means nothing. */
export function withLowerLimits(manifest: Manifest, limits: LowerLimits): Manifest {
  const sources = Object.entries(manifest.sources).map(([name, source]) => [name, lowered(source, limits[name])]);
  return { ...manifest, sources: Object.fromEntries(sources) };
}

function lowered(source: SourceFormat, limit: LowerLimits[string] | undefined): SourceFormat {
  if (limit === undefined) return source;
  const { politeness = {} } = source;
  const names = ["requestsPerSecond", "concurrency", "dailyQuota"] as const;
  const lower = names.flatMap((name) => {
    const both = [politeness[name], limit[name]].filter((one) => one !== undefined);
    return both.length === 0 ? [] : [[name, Math.min(...both)]];
  });
  return { ...source, politeness: { ...politeness, ...Object.fromEntries(lower) } };
}
