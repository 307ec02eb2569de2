import { fromDay, toDay, WORLD_TODAY } from "./calendar.ts";
import { coarseStatus } from "./coarse-status.ts";
import type { OrganizationSeat } from "./organizations.ts";
import { createRandom, type Random } from "./random.ts";
import type { WorldAgency, WorldOffer, WorldPatent } from "./types.ts";
import { WELL_KNOWN_OFFERS } from "./well-known.ts";
import { WELL_KNOWN_PATENTS } from "./well-known-patents.ts";

export interface OfferCast {
  readonly seed: number;
  readonly patents: readonly WorldPatent[];
  readonly seats: readonly OrganizationSeat[];
  readonly agencies: readonly WorldAgency[];
}

/** The newest offers of each platform are of patents, so that the first page shows what the hub is for. */
const PATENTS_FIRST = 20;

/** Offers of both platforms, the newest first within each; `count` counts both, without the well-known ones. */
export function makeOffers(cast: OfferCast, count: number): readonly WorldOffer[] {
  const regions = new Map(cast.seats.map((seat) => [seat.organization.uscc, seat.organization.region]));
  const perNode = Math.ceil(count / 2);
  return (["sichuan", "chongqing"] as const).flatMap((node) => [
    ...WELL_KNOWN_OFFERS.filter((offer) => offer.node === node),
    ...Array.from({ length: perNode }, (_, index) => makeOffer(cast, regions, node, index)),
  ]);
}

function makeOffer(
  cast: OfferCast,
  regions: ReadonlyMap<string, string>,
  ...[node, index]: [WorldOffer["node"], number]
): WorldOffer {
  const random = createRandom(cast.seed, `offer-${node}`, index);
  const kind = index < PATENTS_FIRST || random.chance(0.72) ? "PATENT" : random.pick(OTHER_KINDS);
  const what = kind === "PATENT" ? offerPatent(random, cast, regions) : offerOther(random, cast, kind);
  return {
    node,
    id: node === "sichuan" ? String(20_500 - index) : snowflake("11", 9_999 - index),
    kind,
    ...what,
    mode: kind === "PATENT" ? random.pick(PATENT_MODES) : random.pick(OTHER_MODES),
    priceYuan: random.chance(0.35) ? null : random.int(2, 160) * 5_000,
    publishedAt: publishedAt(random, index),
    status: statusOf(random),
  };
}

/** What is offered of the well-known patents is told by the story alone. */
const TOLD: ReadonlySet<string> = new Set(WELL_KNOWN_PATENTS.map((patent) => patent.applicationNumber));
const OTHER_KINDS = ["SOFTWARE_COPYRIGHT", "TRADEMARK", "TECHNOLOGY"] as const;
const PATENT_MODES = ["ASSIGNMENT", "ASSIGNMENT", "LICENSE", "LICENSE", "OPEN_LICENSE", "EQUITY"] as const;
const OTHER_MODES = ["ASSIGNMENT", "LICENSE"] as const;
const OTHER_TITLES = {
  SOFTWARE_COPYRIGHT: "管理软件V1.0",
  TRADEMARK: "注册商标",
  TECHNOLOGY: "成套技术",
} as const;

/** One offer in fifteen is of a right that has ended: the hub is to flag it. Some sellers are agencies that act for the owner. */
function offerPatent(random: Random, cast: OfferCast, regions: ReadonlyMap<string, string>) {
  const wanted = random.chance(0.07) ? "失效" : "有效";
  const patent = pickPatent(random, cast.patents, wanted);
  const [owner = ""] = patent.owners;
  const isByAgency = random.chance(0.1);
  const agency = random.pick(cast.agencies);
  return {
    title: patent.title,
    patent: patent.applicationNumber,
    seller: isByAgency ? agency.uscc : owner,
    region: isByAgency ? agency.region : (regions.get(owner) ?? ""),
  };
}

function pickPatent(random: Random, patents: readonly WorldPatent[], wanted: string): WorldPatent {
  for (let tries = 0; tries < 40; tries++) {
    const candidate = random.pick(patents);
    if (coarseStatus(candidate) === wanted && !TOLD.has(candidate.applicationNumber)) return candidate;
  }
  return random.pick(patents);
}

function offerOther(random: Random, cast: OfferCast, kind: (typeof OTHER_KINDS)[number]) {
  const { organization, field } = random.pick(cast.seats);
  const [object] = random.pick(field.objects);
  return {
    title: `${object}${OTHER_TITLES[kind]}`,
    patent: null,
    seller: organization.uscc,
    region: organization.region,
  };
}

function statusOf(random: Random): WorldOffer["status"] {
  const roll = random.next();
  if (roll < 0.86) return "OPEN";
  return roll < 0.93 ? "RESERVED" : "CLOSED";
}

/** Offers come at intervals of a day or two, so that the later index is the older offer. */
function publishedAt(random: Random, index: number): string {
  const day = toDay(WORLD_TODAY) - 4 - Math.floor(index * 1.5);
  const clock = [random.int(8, 18), random.int(0, 59), random.int(0, 59)].map((part) => String(part).padStart(2, "0"));
  return `${fromDay(day)}T${clock.join(":")}+08:00`;
}

/** An 18-digit id of the Chongqing platform. Neighbours differ by less than a double can tell apart at this size. */
export function snowflake(kind: string, serial: number): string {
  return `1224366931${kind}${String(serial).padStart(6, "0")}`;
}
