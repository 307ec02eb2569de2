import type { Sourced } from "#adapters/runtime/source.ts";
import type {
  ActivityRecord,
  ExpertRecord,
  FinanceProductRecord,
  MemberRecord,
  OfferRecord,
  PatentCopy,
  PortalRecord,
  PriceRecord,
  RightsAidRecord,
  ServiceRecord,
  WindowRecord,
} from "#adapters/sichuan-portal/decode/records.ts";
import { source } from "#adapters/sichuan-portal/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { mapLegalStatus } from "#schema/codes/legal-status.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { Bilingual } from "#schema/ids/parsed.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import { toProvenance } from "#subgraphs/runtime/provenance.ts";

export const NODE_CODE = "sichuan";

/** What is the same on every record of this node: type, global id and provenance. */
function toRecord<Name extends string>(typeName: Name, record: Sourced<PortalRecord>) {
  const { id, sourceUrl, sourceUpdatedAt } = record.value;
  return {
    __typename: typeName,
    id: encodeNodeId(typeName, id),
    provenance: toProvenance(record, {
      node: NODE_CODE,
      source,
      recordId: id,
      url: sourceUrl,
      updatedAt: sourceUpdatedAt,
    }),
  };
}

export function toListing(record: Sourced<OfferRecord>) {
  const { value } = record;
  return {
    ...toRecord("SichuanListing", record),
    title: value.title,
    subject: value.subject,
    mode: value.mode,
    price: toPrice(value.price),
    listingStatus: value.status,
    publishedDate: value.publishedDate,
    seller: toParty(value.sellerName, value.sellerUscc),
    region: toRegion(value.region),
    description: value.description,
    patent: toPatent(value.patent),
    patentNumberText: value.patentNumberText,
    actions: [action("VIEW", value.sourceUrl, "查看并联系出让方", "View and contact the seller")],
  };
}

export function toServiceItem(record: Sourced<ServiceRecord>) {
  const { value } = record;
  return {
    ...toRecord("SichuanServiceItem", record),
    name: value.name,
    module: value.module,
    category: value.category,
    channel: value.channel,
    audience: value.audience,
    materials: value.materials,
    feeText: value.feeText,
    durationDays: value.durationDays,
    legalBasis: value.legalBasis,
    region: toRegion(value.region),
    actions: serviceActions(value),
  };
}

export function toServiceWindow(record: Sourced<WindowRecord>) {
  const { number, name, address, openingHours, phone, region, sourceUrl } = record.value;
  const actions = [action("VIEW", sourceUrl, "查看窗口", "View the window")];
  const fields = { number, name, address, openingHours, phone, region: toRegion(region), actions };
  return { ...toRecord("SichuanServiceWindow", record), ...fields };
}

export function toPlatformOrganization(record: Sourced<MemberRecord>) {
  const { name, role, uscc, address } = record.value;
  return { ...toRecord("SichuanPlatformOrganization", record), name, role, uscc, address };
}

export function toExpert(record: Sourced<ExpertRecord>) {
  const { name, jobTitle, organizationName, specialties, introduction, phone, region, sourceUrl } = record.value;
  const actions = [action("VIEW", sourceUrl, "查看并联系专家", "View and contact the expert")];
  const fields = { name, jobTitle, organizationName, specialties, introduction, phone, region: toRegion(region) };
  return { ...toRecord("SichuanExpert", record), ...fields, actions };
}

export function toActivity(record: Sourced<ActivityRecord>) {
  const { title, kind, startsAt, endsAt, place, region, sourceUrl } = record.value;
  const actions = [action("APPLY", sourceUrl, "报名", "Register")];
  return {
    ...toRecord("SichuanActivity", record),
    title,
    kind,
    startsAt,
    endsAt,
    place,
    region: toRegion(region),
    actions,
  };
}

export function toFinanceProduct(record: Sourced<FinanceProductRecord>) {
  const { name, institution, product, amountText, region, sourceUrl } = record.value;
  const actions = [action("APPLY", sourceUrl, "申请", "Apply")];
  return {
    ...toRecord("SichuanFinanceProduct", record),
    name,
    institution,
    product,
    amountText,
    region: toRegion(region),
    actions,
  };
}

export function toRightsAidContact(record: Sourced<RightsAidRecord>) {
  const { name, address, phone, region } = record.value;
  return { ...toRecord("SichuanRightsAidContact", record), name, address, phone, region: toRegion(region) };
}

export function toPatentRecord(record: Sourced<PatentCopy>) {
  const { title, applicantText, patentNumberText, legalStatusRaw, patent } = record.value;
  return {
    ...toRecord("SichuanPatentRecord", record),
    title,
    applicantText,
    patentNumberText,
    legalStatusRaw,
    legalStatus: toLegalStatus(record.value),
    patent: toPatent(patent),
  };
}

/** As the copy says it, known through the day of its last refresh. */
function toLegalStatus({ legalStatusRaw, sourceUpdatedAt }: PatentCopy) {
  const { code, restorable, partlyInvalidated } = mapLegalStatus(legalStatusRaw);
  const reason = { code: "PARTLY_INVALIDATED", message: { zh: "部分权利要求无效", en: "Some claims are invalid" } };
  return {
    code,
    raw: legalStatusRaw,
    reason: partlyInvalidated ? reason : null,
    effectiveDate: null,
    knownThrough: sourceUpdatedAt === null ? null : chinaDateOf(sourceUpdatedAt),
    certainty: legalStatusRaw === null ? "UNKNOWN" : "STATED",
    // 有效, 失效 and 在审 are too coarse to tell that nothing can be restored.
    restorable: restorable ? true : null,
  };
}

function serviceActions({ channel, sourceUrl }: ServiceRecord) {
  const apply = action("APPLY", sourceUrl, "在线办理", "Apply online");
  const book = action("BOOK", sourceUrl, "预约窗口", "Book a window");
  if (channel.code === "BOTH") return [apply, book];
  if (channel.code === "ONLINE") return [apply];
  return channel.code === "WINDOW" ? [book] : [action("VIEW", sourceUrl, "查看", "View")];
}

function action(...[kind, url, zh, en]: ["APPLY" | "BOOK" | "VIEW", string, string, string]) {
  const label: Bilingual = { zh, en };
  return { kind, url, label };
}

function toPrice({ kind, amount, maxAmount, text }: PriceRecord) {
  return { kind, amount: toMoney(amount), maxAmount: toMoney(maxAmount), text };
}

function toMoney(amount: string | null) {
  return amount === null ? null : { amount, currencyCode: "CNY" };
}

function toParty(name: string | null, uscc: Uscc | null) {
  if (name === null && uscc === null) return null;
  const organization =
    uscc === null ? null : { __typename: "Organization", id: encodeNodeId("Organization", uscc), uscc };
  return { name, organization, match: organization && { method: "USCC", confidence: 1 } };
}

function toPatent(applicationNumber: ApplicationNumber | null) {
  if (applicationNumber === null) return null;
  return { __typename: "Patent", id: encodeNodeId("Patent", applicationNumber), applicationNumber };
}

function toRegion(code: string | null) {
  return code === null ? null : { code };
}
