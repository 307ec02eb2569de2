import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ListQuestion } from "#adapters/manifest/client.ts";
import { toJsonRow } from "#adapters/manifest/dialect/json-row.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { compileMapper } from "#adapters/manifest/mapping/map-record.ts";
import type { MappedRecord } from "#adapters/manifest/mapping/mapped-record.ts";
import type { ListedRecords, SearchedClient } from "#adapters/manifest/search/record-finder.ts";
import { POLITE_DEFAULTS } from "#adapters/runtime/politeness.ts";
import { defineSource, type SourceDefinition } from "#adapters/runtime/source.ts";
import { toldNode } from "#subgraphs/runtime/declared/told-node.ts";
import type { NodeDefinition } from "#subgraphs/runtime/define-node.ts";

type RawRow = Readonly<Record<string, unknown>>;
/** Rows of a platform by kind, as its answers have them. */
export type RawRows = Readonly<Record<string, readonly RawRow[]>>;

/** What a memory client was asked. */
export interface Asked {
  readonly kind: string;
  readonly text: string | undefined;
  readonly words: Readonly<Record<string, string>>;
  readonly limit: number;
}

/** A platform that holds its rows in memory and searches them as its manifest promises: texts anywhere, words in a column. */
export class MemoryClient implements SearchedClient {
  readonly asked: Asked[] = [];
  readonly lookedUp: (readonly string[])[] = [];
  readonly #manifest: Manifest;
  readonly #rows: RawRows;
  /** Column that each place of a request looks into. */
  readonly #columns: Readonly<Record<string, string>>;
  /** It counts no further than this. */
  readonly #cap: number;

  constructor(manifest: Manifest, rows: RawRows, { columns = {}, cap = Number.POSITIVE_INFINITY }: MemoryOptions = {}) {
    this.#manifest = manifest;
    this.#rows = rows;
    this.#columns = columns;
    this.#cap = cap;
  }

  async list(kind: string, { text, words, offset, limit }: ListQuestion): Promise<ListedRecords> {
    this.asked.push({ kind, text, words, limit });
    const rows = (this.#rows[kind] ?? []).filter(
      (row) =>
        (text === undefined || JSON.stringify(row).includes(text)) &&
        Object.entries(words).every(([place, word]) => String(row[this.#columns[place] ?? place]).includes(word)),
    );
    const reachable = rows.slice(0, this.#cap);
    return {
      items: reachable.slice(offset, offset + limit).flatMap((row) => this.#map(kind, row)),
      total: reachable.length,
      relation: rows.length > this.#cap ? "AT_LEAST" : "EXACT",
    };
  }

  async records(kind: string, ids: readonly string[]) {
    this.lookedUp.push(ids);
    const all = (this.#rows[kind] ?? []).flatMap((row) => this.#map(kind, row));
    const found = new Map(all.map((record) => [record.value.id, record.value]));
    return ids.map((id) => fetched(found.get(id) ?? null));
  }

  async shown(kind: string, ids: readonly string[]) {
    return this.records(kind, ids);
  }

  known(_kind: string, ids: readonly string[]) {
    return ids.map(() => undefined);
  }

  rests() {
    return false;
  }

  #map(kind: string, row: RawRow) {
    const format = this.#manifest.kinds[kind];
    if (format === undefined) return [];
    const mapper = compileMapper(format, { ...this.#manifest, kindName: kind, format: "json" });
    const record = mapper.map(toJsonRow(row));
    return record === null ? [] : [fetched(record)];
  }
}

interface MemoryOptions {
  readonly columns?: Readonly<Record<string, string>>;
  readonly cap?: number;
}

const FETCHED_AT = Date.parse("2026-11-20T08:00:00+08:00");

function fetched<T extends MappedRecord | null>(value: T) {
  return { value, fetchedAt: FETCHED_AT, freshness: "FRESH" as const };
}

/** A manifest of tests/support/manifests, read as an owner's would be. */
export function sampleManifest(name: "harbour" | "plateau"): Manifest {
  return manifestOf(readFileSync(new URL(`./manifests/${name}.yaml`, import.meta.url), "utf8"));
}

export function manifestOf(text: string): Manifest {
  const read = readManifest(text);
  if (!read.ok) throw new Error(read.problems.map(({ path, message }) => `${path}: ${message.en}`).join("; "));
  return read.manifest;
}

/** The node that a manifest makes, over this client. */
export function nodeOver(manifest: Manifest, client: SearchedClient | null): NodeDefinition {
  const sources = Object.fromEntries(
    Object.entries(manifest.sources).map(([name, source]) => [
      name,
      defineSource<SearchedClient, z.ZodObject>({
        code: `${manifest.code}-${name}`,
        name: source.name,
        kind: source.kind,
        licence: toLicence(manifest),
        settings: z.object({}),
        politeness: POLITE_DEFAULTS,
        create: () => client,
      }),
    ]),
  );
  return toldNode(manifest, { sources, createClient: () => client });
}

function toLicence({ licence }: Manifest): SourceDefinition["licence"] {
  const { code, name, url, attribution, accessPolicy } = licence;
  return { code, name, attribution, accessPolicy, ...(url === undefined ? {} : { url }) };
}
