import type { Kjy01Demand, Kjy01Offer } from "#adapters/chongqing-kjy01/records.ts";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import { DEMAND_STATUS_WORDS, LISTING_STATUS_WORDS, MODE_WORDS, SUBJECT_WORDS, toCoded } from "./codes.ts";
import { action, idOf, type KeptRecord, pageUrl, provenanceOf } from "./origin.ts";
import { toParty, toPatent, toPrice, toRegion } from "./references.ts";

/** An offer as ChongqingListing. */
export function toListing(kept: KeptRecord<Kjy01Offer>) {
  const offer = kept.record.value;
  const url = pageUrl(kept.siteUrl, "offer", offer.id);
  return {
    __typename: "ChongqingListing",
    id: idOf("ChongqingListing", offer.id),
    title: offer.title,
    subject: toCoded(SUBJECT_WORDS, offer.subjectText, "OTHER"),
    mode: toCoded(MODE_WORDS, offer.modeText, "OTHER"),
    price: toPrice(offer.price),
    listingStatus: toCoded(LISTING_STATUS_WORDS, offer.statusText, "UNKNOWN"),
    publishedDate: offer.publishedDate,
    seller: toParty(offer.seller),
    region: toRegion(offer.areaText),
    description: offer.description,
    patent: toPatent(offer.patentNumberText),
    patentNumberText: offer.patentNumberText,
    statedLegalStatus: statedLegalStatus(offer),
    actions: [
      action("VIEW", url, "在平台查看", "View on the platform"),
      action("CONTACT", url, "在平台联系发布方", "Contact the publisher on the platform"),
    ],
    provenance: provenanceOf(kept, { id: offer.id, updatedAt: offer.updatedAt, page: "offer" }),
  } as const;
}

/** What the platform says of the patent, which is what stood in the form when the offer was made. */
function statedLegalStatus({ patentStatusText }: Kjy01Offer) {
  if (patentStatusText === null) return null;
  const { code, restorable } = mapLegalStatus(patentStatusText);
  return { code, raw: patentStatusText, certainty: "STATED", restorable };
}

/** A demand as ChongqingDemand. */
export function toDemand(kept: KeptRecord<Kjy01Demand>) {
  const demand = kept.record.value;
  const url = pageUrl(kept.siteUrl, "demand", demand.id);
  return {
    __typename: "ChongqingDemand",
    id: idOf("ChongqingDemand", demand.id),
    title: demand.title,
    wanted: demand.wantedText,
    technicalField: demand.technicalField,
    description: demand.description,
    budget: toPrice(demand.budget),
    deadlineDate: demand.deadlineDate,
    publisher: toParty(demand.publisher),
    region: toRegion(demand.areaText),
    demandStatus: toCoded(DEMAND_STATUS_WORDS, demand.statusText, "UNKNOWN"),
    publishedDate: demand.publishedDate,
    actions: [
      action("VIEW", url, "在平台查看", "View on the platform"),
      action("APPLY", url, "在平台投标", "Bid on the platform"),
    ],
    provenance: provenanceOf(kept, { id: demand.id, updatedAt: demand.updatedAt, page: "demand" }),
  } as const;
}
