import type { Kjy01Service, Kjy01Window } from "#adapters/chongqing-kjy01/records.ts";
import { CATEGORY_WORDS, CHANNEL_WORDS, MODULE_WORDS, toCoded } from "./codes.ts";
import { type ActionFields, action, idOf, type KeptRecord, pageUrl, provenanceOf } from "./origin.ts";
import { toRegion } from "./references.ts";

/** A service window as ChongqingServiceWindow; `upstreamId` is for its services. */
export function toServiceWindow(kept: KeptRecord<Kjy01Window>) {
  const window = kept.record.value;
  return {
    __typename: "ChongqingServiceWindow",
    id: idOf("ChongqingServiceWindow", window.id),
    upstreamId: window.id,
    number: window.number,
    name: window.name,
    address: window.address,
    openingHours: window.openingHours,
    phone: window.phone,
    region: toRegion(window.areaText),
    actions: [action("VIEW", pageUrl(kept.siteUrl, "window", window.id), "在平台查看", "View on the platform")],
    provenance: provenanceOf(kept, { id: window.id, page: "window" }),
  } as const;
}

/** A service as ChongqingServiceItem. */
export function toServiceItem(kept: KeptRecord<Kjy01Service>) {
  const service = kept.record.value;
  const channel = toCoded(CHANNEL_WORDS, service.channelText, "UNKNOWN");
  return {
    __typename: "ChongqingServiceItem",
    id: idOf("ChongqingServiceItem", service.id),
    name: service.name,
    module: toCoded(MODULE_WORDS, service.moduleText, "OTHER"),
    category: toCoded(CATEGORY_WORDS, service.categoryText, "OTHER"),
    channel,
    audience: service.audience,
    materials: service.materials,
    feeText: service.feeText,
    durationDays: service.durationDays,
    legalBasis: service.legalBasis,
    region: toRegion(service.areaText),
    actions: actionsFor(channel.code, pageUrl(kept.siteUrl, "service", service.id)),
    provenance: provenanceOf(kept, { id: service.id, page: "service" }),
  } as const;
}

function actionsFor(channel: string, url: string): readonly ActionFields[] {
  const isOnline = channel === "ONLINE" || channel === "BOTH";
  const isAtWindow = channel === "WINDOW" || channel === "BOTH";
  return [
    action("VIEW", url, "在平台查看", "View on the platform"),
    ...(isOnline ? [action("APPLY", url, "在平台办理", "Apply on the platform")] : []),
    ...(isAtWindow ? [action("BOOK", url, "预约窗口", "Book the window")] : []),
  ];
}
