import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem, PathStep } from "#adapters/manifest/format/problem.ts";

/** One part of what a manifest may get wrong though its form is right. */
export type ManifestCheck = (manifest: Manifest) => Iterable<FoundProblem>;

export type KindOf = Manifest["kinds"][string];
export type SourceOf = Manifest["sources"][string];
export type Path = readonly PathStep[];

/** Every request of a manifest, with where it stands and which source it goes to. */
export interface PlacedRequest {
  readonly path: Path;
  readonly request: KindOf["list"]["request"];
  readonly use: "list" | "detail" | "batch" | "login" | "token";
  /** Null where the manifest names none that there is. */
  readonly source: SourceOf | null;
  readonly kind: KindOf | null;
}

export function requestsOf(manifest: Manifest): readonly PlacedRequest[] {
  const ofKinds = Object.entries(manifest.kinds).flatMap(([name, kind]) =>
    (["list", "detail", "batch"] as const).flatMap((use): PlacedRequest[] => {
      const question = kind[use];
      if (question === undefined) return [];
      const path = ["kinds", name, use, "request"];
      return [{ path, request: question.request, use, source: sourceOf(manifest, question.source), kind }];
    }),
  );
  const ofSources = Object.entries(manifest.sources).flatMap(([name, source]): PlacedRequest[] => {
    const { authentication } = source;
    if (authentication.type !== "login" && authentication.type !== "token") return [];
    const path = ["sources", name, "authentication", "request"];
    return [{ path, request: authentication.request, use: authentication.type, source, kind: null }];
  });
  return [...ofKinds, ...ofSources];
}

/** The source that a question names; without a name the only one. */
export function sourceOf({ sources }: Manifest, name: string | undefined): SourceOf | null {
  if (name !== undefined) return Object.hasOwn(sources, name) ? (sources[name] ?? null) : null;
  const all = Object.values(sources);
  return all.length === 1 ? (all[0] ?? null) : null;
}

/** Every text below a value, with its path: templates of a JSON body, say. */
export function textsBelow(value: unknown, path: Path): readonly { readonly text: string; readonly path: Path }[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsBelow(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => textsBelow(item, [...path, key]));
}
