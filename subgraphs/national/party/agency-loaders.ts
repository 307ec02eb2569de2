import DataLoader from "dataloader";
import type { AgencyRecord } from "#adapters/cnipa-agencies/records.ts";
import { source as cnipaAgencies } from "#adapters/cnipa-agencies/source.ts";
import type { StoredName } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { regionOf } from "#schema/codes/regions.ts";
import type { AgencyCode } from "#schema/ids/agency-code.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";
import { type ProvenanceFields, toProvenance } from "#subgraphs/runtime/provenance.ts";

/** What stands behind the GraphQL type Agency; the register is asked when one of its fields is. */
export interface AgencyView {
  readonly id: string;
  readonly code: AgencyCode;
  readonly name: string | null;
}

/** What stands behind AgencyRegistration. */
interface RegistrationView extends Omit<AgencyRecord, "code" | "region" | "type" | "branches"> {
  readonly agencyType: AgencyRecord["type"];
  readonly region: { readonly code: string } | null;
  readonly branches: readonly {
    readonly name: string;
    readonly region: { readonly code: string } | null;
    readonly address: string | null;
  }[];
  readonly provenance: ProvenanceFields;
}

export interface AgencyLoaders {
  /** Agencies that publications name or the register holds; null for any other code. */
  readonly agencies: DataLoader<AgencyCode, AgencyView | null>;
  readonly registrations: DataLoader<AgencyCode, RegistrationView | null>;
  /** Every name under which publications show an agency; newest first. */
  readonly agencyNames: DataLoader<AgencyCode, readonly StoredName[]>;
}

export function createAgencyLoaders({ bulk, register }: NationalClients, context: LoaderContext): AgencyLoaders {
  const registrations = new DataLoader<AgencyCode, RegistrationView | null>(async (codes) => {
    if (register === null) return codes.map(() => skipped(context, "cnipa-agencies"));
    const found = await register.byCodes(codes, context.call);
    return found.map((record) => (record instanceof Error ? record : toRegistration(record, context.nodeCode)));
  });
  const agencies = new DataLoader<AgencyCode, AgencyView | null>(async (codes) => {
    const named = (await bulk?.agenciesByCode(codes, context.call)) ?? codes.map(() => skipped(context, "cnipa-bulk"));
    return Promise.all(
      codes.map(async (code, index) => {
        const known = named[index]?.value.name;
        if (known !== undefined) return toAgency(code, known);
        const registered = await registrations.load(code).catch(asError);
        return registered === null || registered instanceof Error ? registered : toAgency(code, registered.name);
      }),
    );
  });
  const agencyNames = new DataLoader<AgencyCode, readonly StoredName[]>(
    async (codes) =>
      (await bulk?.namesOfAgencies(codes, context.call)) ?? codes.map(() => skipped(context, "cnipa-bulk") ?? []),
  );
  return { agencies, registrations, agencyNames };
}

function toAgency(code: AgencyCode, name: string): AgencyView {
  return { id: encodeNodeId("Agency", code), code, name };
}

function toRegistration(record: Sourced<AgencyRecord | null>, node: string): RegistrationView | null {
  const entry = record.value;
  if (entry === null) return null;
  const { code, type, region, branches, ...rest } = entry;
  return {
    ...rest,
    agencyType: type,
    region: placed(region),
    branches: branches.map((branch) => ({ ...branch, region: placed(branch.region) })),
    provenance: toProvenance(record, { node, source: cnipaAgencies, recordId: code, updatedAt: entry.updatedAt }),
  };
}

/** Retired codes give their successor; a code that names no division is left out. */
function placed(code: string | null): { readonly code: string } | null {
  const region = code === null ? null : regionOf(code);
  return region && { code: region.code };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("a loader threw no error");
}
