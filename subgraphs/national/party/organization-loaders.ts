import DataLoader from "dataloader";
import { source as cnipaBulk } from "#adapters/cnipa-bulk/source.ts";
import type { StoredName, StoredOrganization } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";
import { type ProvenanceFields, toProvenance } from "#subgraphs/runtime/provenance.ts";
import { type OrganizationKind, organizationKindOf } from "./organization-kind.ts";

/** What stands behind the GraphQL type Organization. */
export interface OrganizationView {
  readonly id: string;
  readonly uscc: Uscc | null;
  readonly name: string;
  /** Key in the store: the code, or `n:` and a hash of name and place. */
  readonly key: string;
  readonly organizationKind: { readonly code: OrganizationKind };
  readonly region: { readonly code: string } | null;
  /** Office, country or region of the newest published address; null where it names none. */
  readonly office: { readonly code: string } | null;
  readonly provenance: ProvenanceFields;
}

export interface OrganizationLoaders {
  /** By social credit code or by the key of an organisation known by name alone. */
  readonly organizations: DataLoader<string, OrganizationView | null>;
  readonly organizationsByName: DataLoader<string, readonly OrganizationView[]>;
  /** Every name that an organisation bore, by its key; newest first. */
  readonly organizationNames: DataLoader<string, readonly StoredName[]>;
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
    organizationNames: new DataLoader(
      async (keys) =>
        (await bulk?.namesOfOrganizations(keys, context.call)) ?? keys.map(() => skipped(context, "cnipa-bulk") ?? []),
    ),
  };
}

function toView(organization: Sourced<StoredOrganization>, node: string): OrganizationView {
  const { key, uscc, name, regionCode, officeCode } = organization.value;
  return {
    id: encodeNodeId("Organization", key),
    uscc,
    name,
    key,
    organizationKind: { code: organizationKindOf({ name, uscc, officeCode }) },
    office: officeCode === null ? null : { code: officeCode },
    region: regionCode === null ? null : { code: regionCode },
    provenance: toProvenance(organization, { node, source: cnipaBulk, recordId: key }),
  };
}
