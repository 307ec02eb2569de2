import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createManifestClient, type ManifestSources } from "#adapters/manifest/client.ts";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { sourceOf } from "#adapters/manifest/source-of.ts";
import { createSourceRuntime, type OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { SANDBOX_POLITENESS } from "#adapters/runtime/politeness.ts";
import { type SandboxProcess, startSandbox } from "#adapters/runtime/sandbox/start-sandbox.ts";
import type { CallContext, SourceRuntime } from "#adapters/runtime/source.ts";
import { source as sichuan } from "#adapters/sichuan-portal/source.ts";

const MANIFEST = new URL("../../adapters/manifest/portals/sichuan.yaml", import.meta.url);
const SANDBOX = { module: new URL("../../../adapters/sichuan-portal/sandbox/sandbox.ts", import.meta.url) };
const UNHURRIED = { ...SANDBOX_POLITENESS, requestsPerSecond: 1_000, burst: 1_000, tryTimeoutMs: 60_000 };

/** One way to read the offers of the platform; every read asks it anew. */
export interface OffersReader {
  read(offset: number, limit: number): Promise<{ readonly ids: readonly string[]; readonly total: number }>;
  /** Records by their ids, all of them remembered from lists. */
  lookUp(ids: readonly string[]): Promise<number>;
  forget(): void;
}

export interface BothWays extends AsyncDisposable {
  readonly byHand: OffersReader;
  readonly byManifest: OffersReader;
}

/** The platform's stand-in in a process of its own, read by the adapter written for it and by a manifest. */
export async function openBothWays(patents: number): Promise<BothWays> {
  const sandbox = await startSandbox(SANDBOX, { seed: 7, patents });
  const byHand = runtimeFor(sichuan.code, sandbox);
  const byManifest = runtimeFor("told", sandbox);
  return {
    byHand: await readByHand(byHand, sandbox.url),
    byManifest: await readByManifest(byManifest, sandbox.url),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([byHand.close(), byManifest.close()]);
      await sandbox.stop();
    },
  };
}

function runtimeFor(code: string, { url }: SandboxProcess): OwnedSourceRuntime {
  const allowHosts = [new URL(url).host];
  return createSourceRuntime({ code, politeness: UNHURRIED, allowHosts, dataDir: tmpdir(), generated: null });
}

async function readByHand(runtime: OwnedSourceRuntime, baseUrl: string): Promise<OffersReader> {
  const portal = await sichuan.create(runtime, { baseUrl });
  if (portal === null) throw new Error("the portal is off");
  return {
    read: async (offset, limit) => {
      const { items, total } = await portal.offers({}, { offset, limit }, context());
      return { ids: items.map(({ value }) => value.id), total };
    },
    lookUp: async (ids) => (await portal.offersById(ids, context())).length,
    forget: () => void runtime.clearCache(),
  };
}

async function readByManifest(runtime: OwnedSourceRuntime, url: string): Promise<OffersReader> {
  const read = readManifest(pointManifestAt(await readFile(MANIFEST, "utf8"), url));
  if (!read.ok) throw new Error(`the manifest does not read: ${read.problems[0]?.code}`);
  const { manifest } = read;
  const client = createManifestClient(manifest, await openSources(manifest, runtime));
  return {
    read: async (offset, limit) => {
      const { items, total } = await client.list("LISTING", { words: {}, offset, limit }, context());
      return { ids: items.map(({ value }) => value.id), total };
    },
    lookUp: async (ids) => (await client.records("LISTING", ids, context())).length,
    forget: () => void runtime.clearCache(),
  };
}

async function openSources(manifest: Parameters<typeof sourceOf>[0], runtime: SourceRuntime): Promise<ManifestSources> {
  const sources: Record<string, ManifestSources[string]> = {};
  for (const name of Object.keys(manifest.sources)) {
    const definition = sourceOf(manifest, name, { secrets: () => undefined });
    sources[name] = await definition.create(runtime, definition.settings.parse({}));
  }
  return sources;
}

function context(): CallContext {
  const { signal } = new AbortController();
  return { signal, deadline: Date.now() + 60_000, requestId: "bench", partition: "public", observe: () => {} };
}
