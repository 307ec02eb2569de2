import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ManifestClient } from "#adapters/manifest/client.ts";
import type { SecretReader } from "#adapters/manifest/dialect/authentication.ts";
import type { Misfit } from "#adapters/manifest/dialect/row.ts";
import type { SourceAsker } from "#adapters/manifest/dialect/source-asker.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { searchedClient } from "#adapters/manifest/snapshot/searched-client.ts";
import type { SnapshotClient } from "#adapters/manifest/snapshot/snapshot-desk.ts";
import { snapshotSource, sourceOfKind } from "#adapters/manifest/snapshot/snapshot-source.ts";
import { secretsOf, sourceOf } from "#adapters/manifest/source-of.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import { leadsAnywhere, type ToldHosts } from "#adapters/runtime/call/told-hosts.ts";
import { createSourceRuntime, type OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import type { CallContext, SourceDefinition, SourceEvent } from "#adapters/runtime/source.ts";
import { patientClient } from "./wait-out.ts";

export interface OpenManifest extends AsyncDisposable {
  readonly client: ManifestClient;
  /** Portals by the manifest's names; null where a secret is missing. */
  readonly sources: Readonly<Record<string, SourceAsker | null>>;
  /** Of a kind whose records are in a signed file: lines that were left out, once it has been read. */
  fileMisfits(kind: string): readonly Misfit[];
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
  /** Where the hub's snapshots lie. */
  readonly hubDataDir?: string | undefined;
  /** Where an owner's files lie that no hub was given yet. */
  readonly filesIn?: string | undefined;
  /** At a hub: hosts that owners name are asked where its operator allows. On the owner's own machine all are. */
  readonly hosts?: ToldHosts | undefined;
  /** Of manifests that are asked side by side: one host has one pace. */
  readonly gates?: HostGates | undefined;
  /** Whether a short pause that a source asks for is waited out. */
  readonly pauses?: "waited" | "told";
}

const PATIENCE_MS = 60_000;

/** A manifest's sources over pipelines of their own, beside the hub's: asked as politely, and no other host is connected to. */
export async function openManifest(
  manifest: Manifest,
  {
    secrets,
    patienceMs = PATIENCE_MS,
    hubDataDir,
    filesIn,
    hosts,
    gates = new HostGates(),
    pauses = "waited",
  }: OpenOptions,
): Promise<OpenManifest> {
  const runtimes: OwnedSourceRuntime[] = [];
  const clients: Record<string, unknown> = {};
  const dataDir = await mkdtemp(join(tmpdir(), "hub-kit-"));
  const close = async () => {
    await Promise.allSettled(runtimes.map((runtime) => runtime.close()));
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    for (const name of Object.keys(manifest.sources)) {
      const { definition, settings } = readied(manifest, name, { secrets, hubDataDir, filesIn });
      const { code, politeness } = definition;
      const reach = reachOf(settings, hosts);
      const runtime = createSourceRuntime({ code, politeness, ...reach, dataDir, generated: null, gates });
      runtimes.push(runtime);
      clients[name] = await definition.create(runtime, settings);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const events: SourceEvent[] = [];
  const client = searchedClient(manifest, clients);
  return {
    client: pauses === "told" ? client : patientClient(client),
    // Each client was made by the source of that name.
    sources: clients as Readonly<Record<string, SourceAsker | null>>,
    fileMisfits: (kind) => {
      const source = sourceOfKind(manifest, kind);
      const files =
        manifest.sources[source]?.snapshot === undefined ? null : (clients[source] as SnapshotClient | null);
      return files?.misfits(kind) ?? [];
    },
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
    [Symbol.asyncDispose]: close,
  };
}

type Settings = Readonly<Record<string, string | undefined>>;

/** A portal, or files that the hub was given. */
function readied(manifest: Manifest, name: string, { secrets, hubDataDir, filesIn }: OpenOptions) {
  const snapshot = manifest.sources[name]?.snapshot;
  if (snapshot === undefined) {
    const definition = sourceOf(manifest, name, { secrets });
    return { definition: definition as unknown as OpenedSource, settings: definition.settings.parse({}) as Settings };
  }
  const definition = snapshotSource(manifest, name);
  const atHub = hubDataDir === undefined ? undefined : join(hubDataDir, "snapshots", manifest.code, name);
  const folder = snapshot.url === undefined ? (filesIn ?? atHub) : undefined;
  const settings = definition.settings.parse(folder === undefined ? {} : { folder }) as Settings;
  return { definition: definition as unknown as OpenedSource, settings };
}

function reachOf(settings: Settings, hosts: ToldHosts | undefined) {
  const urls = Object.values(settings).flatMap((one) => (one !== undefined && URL.canParse(one) ? [one] : []));
  const own = urls.filter((url) => hosts === undefined || leadsAnywhere(url, hosts));
  const hostOf = (url: string) => new URL(url).host;
  return { allowHosts: own.map(hostOf), toldHosts: urls.filter((url) => !own.includes(url)).map(hostOf) };
}

type OpenedSource = Pick<SourceDefinition, "code" | "politeness" | "create">;

/** Secrets that the manifest names and nobody gave; a source that needs one is switched off. */
export function missingSecrets(manifest: Manifest, secrets: SecretReader): readonly string[] {
  const named = Object.keys(manifest.sources).flatMap((name) => secretsOf(manifest, name));
  return [...new Set(named)].filter((name) => (secrets(name) ?? "") === "");
}
