import type { AgencyRecord, AgencyRegister } from "#adapters/cnipa-agencies/records.ts";
import { type CnipaBulk, createCnipaBulk } from "#adapters/cnipa-bulk/client.ts";
import { runImport } from "#adapters/cnipa-bulk/import/run-import.ts";
import { createPatentStore } from "#adapters/cnipa-bulk/store/create-patent-store.ts";
import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import type { NationalClients } from "#subgraphs/national/national-clients.ts";
import { node } from "#subgraphs/national/node.ts";
import { createNodeService } from "#subgraphs/runtime/create-node-service.ts";
import type { NodeResponse } from "#subgraphs/runtime/node-service.ts";
import { readSchema } from "#subgraphs/runtime/read-schema.ts";
import { NO_TAKE_DOWNS, type TakeDowns } from "#subgraphs/runtime/take-downs.ts";
import { temporaryFolder } from "#tests/adapters/cnipa-bulk/xml-parts.ts";

/** The node over a store of its own with the story's records; other sources as given. */
export interface OpenNational extends AsyncDisposable {
  readonly dataDir: string;
  readonly bulk: CnipaBulk;
  ask(query: string, options?: AskOptions): Promise<NodeResponse>;
  /** The node with other clients over the same store, and records that were taken down. */
  with(clients: Partial<NationalClients>, takeDowns?: Pick<TakeDowns, "size" | "has">): OpenNational["ask"];
}

interface AskOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly language?: "zh" | "en";
}

export async function openNational(patents = 150): Promise<OpenNational> {
  const folder = await temporaryFolder();
  await runImport(folder.path, { kind: "generated", seed: 1, patents });
  const store = createPatentStore(folder.path);
  const bulk = createCnipaBulk(store, { now: Date.now });
  const askWith = (
    clients: NationalClients,
    takeDowns = NO_TAKE_DOWNS as Pick<TakeDowns, "size" | "has">,
  ): OpenNational["ask"] => {
    const service = createNodeService({
      definition: node,
      clients,
      ownSchema: readSchema(node.schema as URL),
      takeDowns,
    });
    return (query, { variables = {}, language = "zh" } = {}) =>
      service.execute({
        query,
        variables,
        scope: {
          signal: new AbortController().signal,
          deadline: Date.now() + 10_000,
          requestId: "test",
          credential: undefined,
          partition: "public",
          language,
        },
      });
  };
  return {
    dataDir: folder.path,
    bulk,
    ask: askWith({ bulk, register: null, ops: null, rights: null }),
    with: (clients, takeDowns) => askWith({ bulk, register: null, ops: null, rights: null, ...clients }, takeDowns),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export interface CountedRegister extends AgencyRegister {
  readonly asked: readonly (readonly string[])[];
}

/** A register with these entries that counts its questions; codes beginning with 9 fail. */
export function registerOf(...entries: readonly Partial<AgencyRecord>[]): CountedRegister {
  const asked: (readonly string[])[] = [];
  const records = entries.map(agency);
  const sourced = <T>(value: T) => ({ value, fetchedAt: Date.now(), freshness: "FRESH" as const });
  return {
    asked,
    byCodes: async (codes) => {
      asked.push(codes);
      return codes.map((code) =>
        code.startsWith("9")
          ? new UpstreamError("cnipa-agencies", { kind: "timeout", phase: "body" })
          : sourced(records.find((record) => record.code === code) ?? null),
      );
    },
    search: async ({ offset, limit }) =>
      sourced({
        items: records.slice(offset, offset + limit),
        total: { value: records.length, relation: "EXACT" as const },
      }),
    agents: async () => sourced({ items: [], total: { value: 0, relation: "EXACT" as const } }),
  };
}

function agency(entry: Partial<AgencyRecord>): AgencyRecord {
  return {
    code: "50990" as AgencyRecord["code"],
    name: "重庆示例知识产权代理事务所（普通合伙）",
    uscc: "91500000MA0DEM2C68" as AgencyRecord["uscc"],
    type: { code: "GENERAL_PARTNERSHIP", raw: "普通合伙" },
    status: { code: "ACTIVE", raw: "正常" },
    region: "500103",
    address: null,
    phone: null,
    foundedDate: "2015-01-01",
    agentCount: 3,
    businessScope: null,
    branches: [],
    updatedAt: null,
    ...entry,
  };
}

/** OPS that fails every question. */
export function brokenOps(): EpoOpsClient {
  const failure = () => new UpstreamError("epo-ops", { kind: "timeout", phase: "headers" });
  return {
    documentsByPublications: async (references) => references.map(failure),
    biblioByApplications: async (references) => references.map(failure),
    family: () => Promise.reject(failure()),
    equivalents: () => Promise.reject(failure()),
    convertNumber: () => Promise.reject(failure()),
    search: () => Promise.reject(failure()),
    usage: () => {
      throw failure();
    },
  };
}
