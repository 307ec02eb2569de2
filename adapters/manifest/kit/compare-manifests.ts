import type { SecretReader } from "#adapters/manifest/dialect/authentication.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import { HostGates } from "#adapters/runtime/call/host-gates.ts";
import type { ToldHosts } from "#adapters/runtime/call/told-hosts.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type OpenManifest, openManifest } from "./open-manifest.ts";
import { SAMPLE, tellFailure } from "./sample-kind.ts";

/** How a version answers beside the one that is served. */
export interface KindComparison {
  readonly kind: string;
  /** It could not be read. */
  readonly failure: Bilingual | null;
  readonly records: number;
  /** Fields that could not be read, of all records. */
  readonly errors: number;
  /** Null where nothing is served to compare it with. */
  readonly compared: {
    /** Records of which each version tells. */
    readonly same: number;
    /** Ids of which one of them alone tells. */
    readonly added: readonly string[];
    readonly missing: readonly string[];
    /** Fields that differ in some record. */
    readonly differing: readonly string[];
  } | null;
}

export interface CompareOptions {
  readonly served: Manifest | null;
  readonly secrets: SecretReader;
  readonly signal: AbortSignal;
  /** Where the hub's snapshots lie. */
  readonly hubDataDir?: string | undefined;
  /** Which hosts that owners name are asked. */
  readonly hosts?: ToldHosts | undefined;
}

/** Asks both for the beginning of every list. Never throws for what the source does. */
export async function compareManifests(
  shadow: Manifest,
  { served, secrets, signal, hubDataDir, hosts }: CompareOptions,
): Promise<readonly KindComparison[]> {
  const options = { secrets, gates: new HostGates(), hubDataDir, hosts };
  await using candidate = await openManifest(shadow, options);
  await using standing = served === null ? null : await openManifest(served, options);
  const comparisons: KindComparison[] = [];
  for (const kind of Object.keys(shadow.kinds)) {
    const found = await read(candidate, kind, signal);
    const before = standing === null || served?.kinds[kind] === undefined ? null : await read(standing, kind, signal);
    comparisons.push(compareKind(kind, found, before));
  }
  return comparisons;
}

type Read = readonly MappedRecord[] | UpstreamError;

async function read(open: OpenManifest, kind: string, signal: AbortSignal): Promise<Read> {
  try {
    const window = { words: {}, offset: 0, limit: SAMPLE };
    const { items } = await open.client.list(kind, window, open.context(signal));
    return items.map(({ value }) => value);
  } catch (error) {
    if (error instanceof UpstreamError) return error;
    throw error;
  }
}

/** Pure. */
export function compareKind(kind: string, found: Read, before: Read | null): KindComparison {
  if (found instanceof UpstreamError)
    return { kind, failure: tellFailure(found), records: 0, errors: 0, compared: null };
  const errors = found.flatMap(({ problems }) => problems.filter(({ severity }) => severity === "error")).length;
  const told = { kind, failure: null, records: found.length, errors };
  if (before === null || before instanceof UpstreamError) return { ...told, compared: null };
  const old = new Map(before.map((record) => [record.id, record]));
  const common = found.filter(({ id }) => old.has(id));
  const ids = new Set(found.map(({ id }) => id));
  const differing = common.flatMap((record) => differingFields(record, old.get(record.id)));
  return {
    ...told,
    compared: {
      same: common.length,
      added: found.filter(({ id }) => !old.has(id)).map(({ id }) => id),
      missing: before.filter(({ id }) => !ids.has(id)).map(({ id }) => id),
      differing: [...new Set(differing)].sort(),
    },
  };
}

function differingFields(record: MappedRecord, other: MappedRecord | undefined): readonly string[] {
  const names = new Set([...Object.keys(record.fields), ...Object.keys(other?.fields ?? {})]);
  return [...names].filter(
    (name) => JSON.stringify(record.fields[name] ?? null) !== JSON.stringify(other?.fields[name] ?? null),
  );
}
