import { createManifestClient, type ManifestClient } from "#adapters/manifest/client.ts";
import type { SourceAsker } from "#adapters/manifest/dialect/source-asker.ts";
import { MANIFEST, type Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { sourceOf } from "#adapters/manifest/source-of.ts";
import type { OwnedSourceRuntime, SourceRuntimeOptions } from "#adapters/runtime/create-source-runtime.ts";
import { createTestRuntime } from "./source-runtime.ts";

export interface ManifestBench extends AsyncDisposable {
  readonly client: ManifestClient;
  /** By the manifest's names; null where a source is off. */
  readonly sources: Readonly<Record<string, SourceAsker | null>>;
  readonly runtimes: readonly OwnedSourceRuntime[];
}

export interface ManifestBenchOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly runtime?: Partial<SourceRuntimeOptions>;
  /** Hosts besides that of each source's base URL. */
  readonly allowHosts?: readonly string[];
}

/** A manifest's sources over real pipelines, and the client that asks them. */
export async function startManifest(
  manifest: Manifest,
  { secrets = {}, runtime: options = {}, allowHosts = [] }: ManifestBenchOptions = {},
): Promise<ManifestBench> {
  const runtimes: OwnedSourceRuntime[] = [];
  const sources: Record<string, SourceAsker | null> = {};
  for (const [name, { baseUrl }] of Object.entries(manifest.sources)) {
    const definition = sourceOf(manifest, name, { secrets: (secret) => secrets[secret] });
    const hosts = [new URL(baseUrl).host, ...allowHosts];
    const runtime = createTestRuntime(definition.code, baseUrl, { allowHosts: hosts, ...options });
    runtimes.push(runtime);
    sources[name] = await definition.create(runtime, definition.settings.parse({}));
  }
  return {
    client: createManifestClient(manifest, sources),
    sources,
    runtimes,
    [Symbol.asyncDispose]: async () => {
      for (const runtime of runtimes) await runtime.close();
    },
  };
}

type Loose = Readonly<Record<string, unknown>>;

/** A manifest of one source and one kind, with what a test is about. */
export function manifestFor(
  baseUrl: string,
  {
    source = {},
    kind = {},
    kindName = "LISTING",
  }: { readonly source?: Loose; readonly kind?: Loose; readonly kindName?: string },
): Manifest {
  const both = { zh: "示例", en: "Example" };
  return MANIFEST.parse({
    manifest: 1,
    code: "example",
    version: "1.0.0",
    name: both,
    owner: { name: both, contact: "owner@example.org" },
    licence: { code: "EXAMPLE", name: both, attribution: both, accessPolicy: "PUBLIC" },
    sources: { portal: { name: both, baseUrl, ...source } },
    kinds: { [kindName]: { id: "id", fields: { title: "title" }, ...kind } },
  });
}
