import DataLoader from "dataloader";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { FoundRecords } from "#adapters/manifest/record-memory.ts";
import type { SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";

/** A record with what its own page adds; null where the source no longer has it. Rejects with UpstreamError. */
export type ReadDetail = (kind: string, id: string) => Promise<Sourced<MappedRecord | null>>;

/** Details that fields of one request ask for, together: each once, however many fields want it. */
export function detailReader(client: () => SearchedClient, call: CallContext): ReadDetail {
  const loaders = new Map<string, DetailLoader>();
  return (kind, id) => {
    const loader = loaders.get(kind) ?? createLoader((ids) => client().records(kind, ids, call));
    loaders.set(kind, loader);
    return loader.load(id);
  };
}

type DetailLoader = DataLoader<string, Sourced<MappedRecord | null>>;

function createLoader(read: (ids: readonly string[]) => Promise<FoundRecords>): DetailLoader {
  return new DataLoader<string, Sourced<MappedRecord | null>>(async (ids) => await read(ids));
}

/** What one shown record is read from: a list told it, its own page is asked when a field needs that. */
export class TwoPages {
  /** Without the fields that only the record's own page tells. */
  readonly listed: Sourced<MappedRecord>;
  readonly #kind: string;
  #asked: Promise<Sourced<MappedRecord | null>> | null = null;

  constructor(kind: string, record: Sourced<MappedRecord>, adds: readonly string[]) {
    this.#kind = kind;
    this.listed = { ...record, value: without(record.value, adds) };
  }

  /** Null where the source no longer has the record. */
  async whole({ load }: DetailScope): Promise<MappedRecord | null> {
    this.#asked ??= load.detail(this.#kind, this.listed.value.id);
    return (await this.#asked).value;
  }

  /** As old as the older of the pages that fields of this answer were read from. */
  async origin(): Promise<Sourced<MappedRecord>> {
    // The fields beside this one are asked for in the same turn.
    await Promise.resolve();
    const detail = await this.#asked?.catch(() => null);
    if (detail?.value == null) return this.listed;
    const { fetchedAt, freshness, value } = this.listed;
    return {
      value: { ...detail.value, id: value.id },
      fetchedAt: Math.min(fetchedAt, detail.fetchedAt),
      freshness: detail.freshness === "STALE" ? "STALE" : freshness,
    };
  }
}

/** Where a page is asked for. */
export interface DetailScope {
  readonly load: { readonly detail: ReadDetail };
}

function without(record: MappedRecord, adds: readonly string[]): MappedRecord {
  const fields = { ...record.fields };
  for (const field of adds) fields[field] = null;
  return { ...record, fields };
}
