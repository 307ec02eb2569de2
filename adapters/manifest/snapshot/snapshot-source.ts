import { join } from "node:path";
import { z } from "zod";
import { toMs } from "#adapters/manifest/dialect/duration.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { SnapshotFormat } from "#adapters/manifest/format/source-format.ts";
import { pageHostsOf } from "#adapters/manifest/page-hosts.ts";
import { keepAtMostMs, licenceOf, politenessOf, sourceCode } from "#adapters/manifest/source-of.ts";
import { httpUrl } from "#adapters/runtime/settings/fields.ts";
import { defineSource, type SourceDefinition, type SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { filesAt, filesInFolder } from "./offered-files.ts";
import { type SnapshotClient, SnapshotDesk } from "./snapshot-desk.ts";
import { fileOf, type SnapshotScene } from "./snapshot-files.ts";
import { SNAPSHOT_LIMITS } from "./snapshot-problem.ts";
import { createSnapshotStore, type SnapshotStore } from "./snapshot-store.ts";

/** How often a folder is looked into; nobody is asked for that. */
const FOLDER_EVERY_MS = 2_000;

/** One source of a manifest that is files its owner signed. */
export function snapshotSource(
  manifest: Manifest,
  name: string,
): SourceDefinition<SnapshotClient, ReturnType<typeof settingsOf>> {
  const format = manifest.sources[name];
  if (format?.snapshot === undefined) throw new Error(`the manifest ${manifest.code} has no snapshot ${name}`);
  const { snapshot } = format;
  const politeness = politenessOf(format);
  const largest = { maxBodyBytes: SNAPSHOT_LIMITS.bytes, maxDecodedBytes: SNAPSHOT_LIMITS.bytes };
  return defineSource({
    code: sourceCode(manifest, name),
    name: format.name,
    kind: format.kind,
    licence: licenceOf(manifest),
    settings: settingsOf(snapshot),
    pageHosts: pageHostsOf(manifest),
    politeness: { ...politeness, ...largest, tryTimeoutMs: Math.max(politeness.tryTimeoutMs, 60_000) },
    create: (runtime, { folder, url }) => open(manifest, name, { runtime, snapshot, folder, url }),
  });
}

/** Where an operator may have the files put, or fetched, in the manifest's place. */
function settingsOf({ url }: SnapshotFormat) {
  return z.object({
    folder: z.string().min(1).optional(),
    url: url === undefined ? httpUrl().optional() : httpUrl().default(url),
  });
}

interface Opening {
  readonly runtime: SourceRuntime;
  readonly snapshot: SnapshotFormat;
  readonly folder: string | undefined;
  readonly url: string | undefined;
}

function open(manifest: Manifest, name: string, { runtime, snapshot, folder, url }: Opening): SnapshotClient {
  const kinds = Object.keys(manifest.kinds).filter((kind) => sourceOfKind(manifest, kind) === name);
  const own = join(manifest.code, name);
  const scene = {
    manifest: { kinds: manifest.kinds, licence: manifest.licence, sdl: manifest.sdl },
    kinds,
    publicKeys: snapshot.publicKeys,
    keptFolder: join(runtime.dataDir, "snapshots-taken", own),
    keepAtMostMs: keepAtMostMs(manifest),
  };
  const desk = new SnapshotDesk({
    runtime,
    offered:
      url === undefined ? filesInFolder(folder ?? join(runtime.dataDir, "snapshots", own)) : filesAt(url, runtime),
    openStore: (onLost) => swept(createSnapshotStore(runtime.code, scene, onLost), scene, runtime),
    fileOf: (kind) => fileOf(manifest.kinds[kind]),
    everyMs: url === undefined ? FOLDER_EVERY_MS : toMs(snapshot.every),
    maxAgeMs: toMs(snapshot.maxAge),
    keepAtMostMs: scene.keepAtMostMs,
  });
  runtime.reportHealth?.(() => desk.health());
  runtime.onClose(() => desk.close());
  return desk;
}

/** Its thread deletes in time what may not be kept, and starts by itself where there is such a time. */
function swept(store: SnapshotStore, { keepAtMostMs }: SnapshotScene, { code, logger }: SourceRuntime): SnapshotStore {
  if (keepAtMostMs === null) return store;
  store.ask("sweep", []).catch((err: unknown) => {
    if (err instanceof UpstreamError && err.failure.kind === "off") return;
    logger.error({ source: code, err }, "what may not be kept any longer of snapshots is still there");
  });
  return store;
}

/** The manifest's name of the source that holds a kind's list. */
export function sourceOfKind({ kinds, sources }: Pick<Manifest, "kinds" | "sources">, kind: string): string {
  return kinds[kind]?.list.source ?? Object.keys(sources)[0] ?? "";
}
