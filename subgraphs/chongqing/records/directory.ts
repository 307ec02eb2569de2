import type { Kjy01AgencyProfile, Kjy01Expert } from "#adapters/chongqing-kjy01/records.ts";
import { action, idOf, type KeptRecord, pageUrl, provenanceOf } from "./origin.ts";
import { toAgency, toRegion } from "./references.ts";

/** An expert as ChongqingExpert. */
export function toExpert(kept: KeptRecord<Kjy01Expert>) {
  const expert = kept.record.value;
  return {
    __typename: "ChongqingExpert",
    id: idOf("ChongqingExpert", expert.id),
    name: expert.name,
    jobTitle: expert.jobTitle,
    organizationName: expert.organizationName,
    specialties: expert.specialties,
    introduction: expert.introduction,
    phone: expert.phone,
    region: toRegion(expert.areaText),
    actions: [
      action(
        "VIEW",
        pageUrl(kept.siteUrl, "expert", expert.id),
        "在平台查看并联系",
        "View and contact on the platform",
      ),
    ],
    provenance: provenanceOf(kept, { id: expert.id, updatedAt: expert.updatedAt, page: "expert" }),
  } as const;
}

/** An agency's profile as ChongqingAgencyProfile. */
export function toAgencyProfile(kept: KeptRecord<Kjy01AgencyProfile>) {
  const profile = kept.record.value;
  return {
    __typename: "ChongqingAgencyProfile",
    id: idOf("ChongqingAgencyProfile", profile.id),
    name: profile.name,
    introduction: profile.introduction,
    specialties: profile.specialties,
    phone: profile.phone,
    region: toRegion(profile.areaText),
    agency: toAgency(profile.agencyCode),
    actions: [
      action(
        "VIEW",
        pageUrl(kept.siteUrl, "agency", profile.id),
        "在平台查看并联系",
        "View and contact on the platform",
      ),
    ],
    provenance: provenanceOf(kept, { id: profile.id, updatedAt: profile.updatedAt, page: "agency" }),
  } as const;
}
