import type { Sourced } from "#adapters/runtime/source.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import type { NodeSearch } from "#subgraphs/runtime/define-node.ts";
import {
  toActivity,
  toExpert,
  toFinanceProduct,
  toPlatformOrganization,
  toRightsAidContact,
  toServiceItem,
  toServiceWindow,
} from "./graph-records.ts";
import { type KindParts, listKind, recordIdOf } from "./list-kind.ts";
import { inRegions, oneOf, partyTest, servingRegions, textTest } from "./record-filters.ts";

/** The kinds of which the portal has tens, not thousands. */
export const LIST_KINDS: readonly KindParts[] = [
  listKind({
    kind: "SERVICE",
    typeName: "SichuanServiceItem",
    about: ["ServiceWindow"],
    filters: ["regions", "modules", "channels"],
    read: async (portal, call) => spread(await portal.catalogue(call), ({ services }) => services),
    test: ({ text, filter, about }) => {
      const [inText, inRegion, inModule] = [textTest(text), servingRegions(filter.regions), oneOf(filter.modules)];
      const inChannel = oneOf(withBoth(filter.channels));
      const atWindow = windowTest(about);
      return (one) =>
        inText(one.name, one.module.raw, one.category.raw) &&
        inRegion(one.region) &&
        inModule(one.module.code) &&
        inChannel(one.channel.code) &&
        atWindow(one.windowNumbers);
    },
    summary: ({ name, module, category, channel, region }) => ({
      title: name,
      text: wordsOf(module.raw, category.raw),
      region,
      codes: { modules: [module.code], channels: channelsFinding(channel.code), ...servesFrom(region) },
    }),
    toGraph: toServiceItem,
  }),
  listKind({
    kind: "SERVICE_WINDOW",
    typeName: "SichuanServiceWindow",
    about: [],
    filters: ["regions"],
    read: async (portal, call) => spread(await portal.windows(call), (windows) => windows),
    test: ({ text, filter }) => {
      const [inText, inRegion] = [textTest(text), inRegions(filter.regions)];
      return (one) => inText(one.name, one.number) && inRegion(one.region);
    },
    summary: ({ name, number, address, region }) => ({ title: name, text: address, numbers: [number], region }),
    toGraph: toServiceWindow,
  }),
  listKind({
    kind: "MEMBER_ORGANIZATION",
    typeName: "SichuanPlatformOrganization",
    about: [],
    filters: ["party"],
    read: async (portal, call) => spread(await portal.members(call), (members) => members),
    test: ({ text, filter }) => {
      const [inText, isParty] = [textTest(text), partyTest(filter.party)];
      return (one) => inText(one.name, one.role) && isParty(one.name, one.uscc);
    },
    summary: ({ name, role, uscc }) => ({
      title: name,
      text: role,
      numbers: uscc === null ? [] : [uscc],
      parties: [name, uscc].filter((one) => one !== null),
    }),
    toGraph: toPlatformOrganization,
  }),
  listKind({
    kind: "EXPERT",
    typeName: "SichuanExpert",
    about: [],
    filters: ["regions", "specialties"],
    read: async (portal, call) => (await portal.experts(call)).items,
    test: ({ text, filter }) => {
      const [inText, inRegion] = [textTest(text), inRegions(filter.regions)];
      const hasSpecialty = oneOf(filter.specialties);
      const wantsAll = (filter.specialties ?? []).length === 0;
      return (one) =>
        inText(one.name, one.organizationName, one.introduction, ...one.specialties) &&
        inRegion(one.region) &&
        (wantsAll || one.specialties.some(hasSpecialty));
    },
    summary: ({ name, organizationName, jobTitle, introduction, specialties, region }) => ({
      title: name,
      text: wordsOf(organizationName, jobTitle, introduction),
      region,
      codes: { specialties },
    }),
    toGraph: toExpert,
  }),
  listKind({
    kind: "ACTIVITY",
    typeName: "SichuanActivity",
    about: [],
    filters: ["regions"],
    read: async (portal, call) => newestFirst((await portal.activities(call)).items, (one) => one.startsAt),
    test: ({ text, filter }) => {
      const [inText, inRegion] = [textTest(text), servingRegions(filter.regions)];
      return (one) => inText(one.title, one.kind.raw, one.place) && inRegion(one.region);
    },
    summary: ({ title, kind, place, region, startsAt }) => ({
      title,
      text: wordsOf(kind.raw, place),
      region,
      codes: servesFrom(region),
      date: dayOf(startsAt),
    }),
    toGraph: toActivity,
  }),
  listKind({
    kind: "FINANCE_PRODUCT",
    typeName: "SichuanFinanceProduct",
    about: [],
    filters: ["regions"],
    read: async (portal, call) => spread(await portal.financeProducts(call), (products) => products),
    test: ({ text, filter }) => {
      const [inText, inRegion] = [textTest(text), servingRegions(filter.regions)];
      return (one) => inText(one.name, one.institution, one.product.raw) && inRegion(one.region);
    },
    summary: ({ name, institution, product, region }) => ({
      title: name,
      text: wordsOf(institution, product.raw),
      region,
      parties: institution === null ? [] : [institution],
      codes: servesFrom(region),
    }),
    toGraph: toFinanceProduct,
  }),
  listKind({
    kind: "RIGHTS_AID_CONTACT",
    typeName: "SichuanRightsAidContact",
    about: [],
    filters: ["regions"],
    read: async (portal, call) => spread(await portal.rightsAid(call), (contacts) => contacts),
    test: ({ text, filter }) => {
      const [inText, inRegion] = [textTest(text), inRegions(filter.regions)];
      return (one) => inText(one.name, one.address) && inRegion(one.region);
    },
    summary: ({ name, address, region }) => ({ title: name, text: address, region }),
    toGraph: toRightsAidContact,
  }),
];

/** The records of one answer, each with its origin. */
function spread<T, R>(
  { value, fetchedAt, freshness }: Sourced<T>,
  list: (value: T) => readonly R[],
): readonly Sourced<R>[] {
  return list(value).map((record) => ({ value: record, fetchedAt, freshness }));
}

function newestFirst<T>(items: readonly Sourced<T>[], time: (record: T) => string | null): readonly Sourced<T>[] {
  return items.toSorted((a, b) => (time(b.value) ?? "").localeCompare(time(a.value) ?? ""));
}

function dayOf(instant: string | null): string | null {
  return instant === null ? null : chinaDateOf(Date.parse(instant));
}

function wordsOf(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(" ");
}

/** What is given in a province is found by its cities too. */
function servesFrom(region: string | null) {
  return region === null ? {} : { regions: [region] };
}

/** The channels that one is found by: what is offered both ways is offered either way. */
function channelsFinding(channel: string): readonly string[] {
  return channel === "BOTH" ? ["BOTH", "ONLINE", "WINDOW"] : [channel];
}

/** What is offered online and at a window is offered online. */
function withBoth(channels: readonly string[] | null | undefined): readonly string[] {
  const wanted = channels ?? [];
  return wanted.some((channel) => channel === "ONLINE" || channel === "WINDOW") ? [...wanted, "BOTH"] : wanted;
}

/** Services of one of our windows; another node's window has none here. */
function windowTest(about: NodeSearch["about"]): (windowNumbers: readonly string[]) => boolean {
  if (about == null) return () => true;
  const number = recordIdOf("SichuanServiceWindow", { id: about.key });
  return (windowNumbers) => number !== null && windowNumbers.includes(number);
}
