import DataLoader from "dataloader";
import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import { type TypedReference, toReferenceKey } from "#adapters/epo-ops/docdb-reference.ts";
import type { OpsNumber } from "#adapters/epo-ops/ops-document.ts";
import type { OpsFamily } from "#adapters/epo-ops/ops-family.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";

export interface FamilyLoaders {
  /** The extended family with the legal events of each application, one question a case; null = OPS has none. */
  readonly inpadocFamilies: DataLoader<TypedReference, Sourced<OpsFamily | null>, string>;
  /** The simple family in numbers, one question a case; null = OPS has none. */
  readonly simpleFamilies: DataLoader<TypedReference, Sourced<readonly OpsNumber[] | null>, string>;
}

export function createFamilyLoaders(clients: NationalClients, context: LoaderContext): FamilyLoaders {
  const { call } = context;
  return {
    inpadocFamilies: oneByOne(clients, context, (ops, { reference, type }) => ops.family(reference, call, type)),
    simpleFamilies: oneByOne(clients, context, (ops, { reference, type }) => ops.equivalents(reference, call, type)),
  };
}

/** OPS answers these questions for one number at a time; the request asks each once. */
function oneByOne<T>(
  { ops }: NationalClients,
  context: LoaderContext,
  ask: (ops: EpoOpsClient, reference: TypedReference) => Promise<Sourced<T>>,
): DataLoader<TypedReference, Sourced<T>, string> {
  return new DataLoader<TypedReference, Sourced<T>, string>(
    (references) =>
      Promise.all(references.map((one) => (ops === null ? opsOff(context) : ask(ops, one).catch(asError)))),
    { cacheKeyFn: ({ type, reference }) => `${type} ${toReferenceKey(reference)}` },
  );
}

/** What nobody else can tell is no "nothing there" when OPS is off. */
export function opsOff(context: LoaderContext): UpstreamError {
  skipped(context, "epo-ops");
  return new UpstreamError("epo-ops", { kind: "off" });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("a client threw no error");
}
