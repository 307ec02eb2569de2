import { source } from "#adapters/chongqing-kjy01/source.ts";
import type { AccessPolicy, Sourced } from "#adapters/runtime/source.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import { type ProvenanceFields, toProvenance } from "#subgraphs/runtime/provenance.ts";

export const NODE_CODE = "chongqing";

/** Kinds of record that have a public page on the platform. */
export type PageKind = "offer" | "demand" | "expert" | "agency" | "service" | "window";

/** A record of the platform, with the web site that shows it. */
export interface KeptRecord<T> {
  readonly record: Sourced<T>;
  readonly siteUrl: string;
}

export interface RecordPlace {
  readonly id: string;
  readonly updatedAt?: number | null;
  readonly page?: PageKind;
  readonly accessPolicy?: AccessPolicy;
}

export function pageUrl(siteUrl: string, page: PageKind, id: string): string {
  return `${siteUrl}/view/${page}/${id}`;
}

export function provenanceOf({ record, siteUrl }: KeptRecord<unknown>, place: RecordPlace): ProvenanceFields {
  return toProvenance(record, {
    node: NODE_CODE,
    source,
    recordId: place.id,
    url: place.page === undefined ? null : pageUrl(siteUrl, place.page, place.id),
    updatedAt: place.updatedAt ?? null,
    ...(place.accessPolicy === undefined ? {} : { accessPolicy: place.accessPolicy }),
  });
}

/** A link to the owner's own page. */
export interface ActionFields {
  readonly kind: "APPLY" | "BOOK" | "CONTACT" | "VIEW";
  readonly url: string;
  readonly label: Bilingual;
}

export function action(kind: ActionFields["kind"], url: string, zh: string, en: string): ActionFields {
  return { kind, url, label: { zh, en } };
}

/** Global id of one of this node's records. */
export function idOf(typeName: TypeName, upstreamId: string): string {
  return encodeNodeId(typeName, upstreamId);
}

/** The types that this node owns. */
export type TypeName =
  | "ChongqingListing"
  | "ChongqingDemand"
  | "ChongqingExpert"
  | "ChongqingAgencyProfile"
  | "ChongqingServiceItem"
  | "ChongqingServiceWindow"
  | "ChongqingCase";
