import { createManifestClient, type ManifestClient } from "#adapters/manifest/client.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { sourceCode, sourceOf } from "#adapters/manifest/source-of.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";

export interface ToldClient extends AsyncDisposable {
  readonly manifest: Manifest;
  readonly client: ManifestClient;
}

/** A client of what a manifest tells, at the address of a stand-in. */
export async function openTold(
  text: string,
  url: string,
  secrets: Readonly<Record<string, string>> = {},
): Promise<ToldClient> {
  const read = readManifest(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  const { manifest } = read;
  await using opened = new AsyncDisposableStack();
  const askers = Object.keys(manifest.sources).map(async (name) => {
    const runtime = createTestRuntime(sourceCode(manifest, name), url);
    opened.defer(() => runtime.close());
    const definition = sourceOf(manifest, name, { secrets: (secret) => secrets[secret] ?? "" });
    return [name, await definition.create(runtime, definition.settings.parse({}))] as const;
  });
  const client = createManifestClient(manifest, Object.fromEntries(await Promise.all(askers)));
  const kept = opened.move();
  return { manifest, client, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
