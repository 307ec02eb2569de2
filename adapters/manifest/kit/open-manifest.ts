import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { createManifestClient, type ManifestClient } from "#adapters/manifest/client.ts";
import type { SecretReader } from "#adapters/manifest/dialect/authentication.ts";
import type { SourceAsker } from "#adapters/manifest/dialect/source-asker.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { secretsOf, sourceOf } from "#adapters/manifest/source-of.ts";
import { createSourceRuntime, type OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import type { CallContext, SourceEvent } from "#adapters/runtime/source.ts";

export interface OpenManifest extends AsyncDisposable {
  readonly client: ManifestClient;
  /** By the manifest's names; null where a secret is missing. */
  readonly sources: Readonly<Record<string, SourceAsker | null>>;
  /** Every question to a source and what became of it. */
  readonly events: readonly SourceEvent[];
  /** A question that ends with that signal. */
  context(signal: AbortSignal): CallContext;
  /** Whatever is asked next asks the source. */
  forget(): void;
}

export interface OpenOptions {
  readonly secrets: SecretReader;
  /** Longest that one question may take, all its calls included. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;

/** A manifest's sources over pipelines of their own, beside the hub's: asked as politely, and no other host is connected to. */
export async function openManifest(
  manifest: Manifest,
  { secrets, patienceMs = PATIENCE_MS }: OpenOptions,
): Promise<OpenManifest> {
  const runtimes: OwnedSourceRuntime[] = [];
  const sources: Record<string, SourceAsker | null> = {};
  for (const name of Object.keys(manifest.sources)) {
    const definition = sourceOf(manifest, name, { secrets });
    const settings = definition.settings.parse({});
    const allowHosts = Object.values(settings).flatMap((url) => (typeof url === "string" ? [new URL(url).host] : []));
    const { code, politeness } = definition;
    const runtime = createSourceRuntime({ code, politeness, allowHosts, dataDir: tmpdir(), generated: null });
    runtimes.push(runtime);
    sources[name] = await definition.create(runtime, settings);
  }
  const events: SourceEvent[] = [];
  return {
    client: createManifestClient(manifest, sources),
    sources,
    events,
    context: (signal) => ({
      signal,
      deadline: Date.now() + patienceMs,
      requestId: `kit-${randomUUID()}`,
      partition: "public",
      observe: (event) => void events.push(event),
    }),
    forget: () => {
      for (const runtime of runtimes) runtime.clearCache();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled(runtimes.map((runtime) => runtime.close()));
    },
  };
}

/** Secrets that the manifest names and nobody gave; a source that needs one is switched off. */
export function missingSecrets(manifest: Manifest, secrets: SecretReader): readonly string[] {
  const named = Object.keys(manifest.sources).flatMap((name) => secretsOf(manifest, name));
  return [...new Set(named)].filter((name) => (secrets(name) ?? "") === "");
}
