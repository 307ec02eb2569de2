import DataLoader from "dataloader";
import { source as cnipaBulk } from "#adapters/cnipa-bulk/source.ts";
import type { StoredOrganization } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";
import { type ProvenanceFields, toProvenance } from "#subgraphs/runtime/provenance.ts";

/** What stands behind the GraphQL type Organization. */
export interface OrganizationView {
  readonly id: string;
  readonly uscc: Uscc | null;
  readonly name: string;
  readonly region: { readonly code: string } | null;
  readonly provenance: ProvenanceFields;
}

export interface OrganizationLoaders {
  /** By social credit code or by the key of an organisation known by name alone. */
  readonly organizations: DataLoader<string, OrganizationView | null>;
  readonly organizationsByName: DataLoader<string, readonly OrganizationView[]>;
}

export function createOrganizationLoaders({ bulk }: NationalClients, context: LoaderContext): OrganizationLoaders {
  const view = (organization: Sourced<StoredOrganization>) => toView(organization, context.nodeCode);
  return {
    organizations: new DataLoader(async (keys) => {
      if (bulk === null) return keys.map(() => skipped(context, "cnipa-bulk"));
      const found = await bulk.organizationsByKey(keys, context.call);
      return found.map((organization) => organization && view(organization));
    }),
    organizationsByName: new DataLoader(async (names) => {
      if (bulk === null) return names.map(() => skipped(context, "cnipa-bulk") ?? []);
      const found = await bulk.organizationsByName(names, context.call);
      return found.map((organizations) => organizations.map(view));
    }),
  };
}

function toView(organization: Sourced<StoredOrganization>, node: string): OrganizationView {
  const { key, uscc, name, regionCode } = organization.value;
  return {
    id: encodeNodeId("Organization", key),
    uscc,
    name,
    region: regionCode === null ? null : { code: regionCode },
    provenance: toProvenance(organization, { node, source: cnipaBulk, recordId: key }),
  };
}
