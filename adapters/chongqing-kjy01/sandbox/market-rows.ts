import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { indexWorld, type WorldIndex } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World, WorldDemand, WorldOffer } from "#adapters/runtime/sandbox/world/types.ts";
import type { Row } from "./lists.ts";
import { misprintNumber, printArea, printNumber, printPrice, printTime } from "./platform-print.ts";

const SUBJECTS = {
  PATENT: "专利",
  SOFTWARE_COPYRIGHT: "软件著作权",
  TRADEMARK: "商标权",
  TECHNOLOGY: "新技术",
} as const;
const MODES = { ASSIGNMENT: "转让", LICENSE: "许可", OPEN_LICENSE: "开放许可", EQUITY: "作价入股" } as const;
const OFFER_STATES = { OPEN: "发布中", RESERVED: "洽谈中", CLOSED: "已下架" } as const;
const DEMAND_STATES = {
  PUBLISHED: "已发布",
  DELAYED: "已延期",
  BIDDING: "投标中",
  AWARDED: "已中标",
  COMPLETED: "已完成",
  CANCELLED: "已取消",
  EVALUATED: "已评价",
} as const;

/** One patent offer in this many has a number that was typed wrongly. The well-known offers stand before the first. */
const MISPRINT_EVERY = 37;

/** Offers of this platform, the newest first, as `/yzw/api/resource/list` prints them. */
export function offerRows(world: World): readonly Row[] {
  const index = indexWorld(world);
  return world.offers
    .filter((offer) => offer.node === "chongqing")
    .map((offer, position) => ({ offer, position }))
    .sort((a, b) => b.offer.publishedAt.localeCompare(a.offer.publishedAt))
    .map(({ offer, position }) => offerRow(offer, index, position));
}

function offerRow(offer: WorldOffer, index: WorldIndex, position: number): Row {
  const { amount, unit } = printPrice(offer.priceYuan, position);
  const area = printArea(offer.region);
  return {
    id: offer.id,
    facets: {
      name: offer.title,
      number: offer.patent ?? "",
      owner: index.partyName(offer.seller),
      type: SUBJECTS[offer.kind],
      mode: MODES[offer.mode],
      state: OFFER_STATES[offer.status],
      area,
      // The site's filters by day know years only.
      pubDate: offer.publishedAt.slice(0, 4),
    },
    wire: {
      id: BigInt(offer.id),
      resourceName: offer.title,
      resourceType: SUBJECTS[offer.kind],
      tradeMode: MODES[offer.mode],
      state: OFFER_STATES[offer.status],
      price: amount,
      priceUnit: unit,
      appNo: offer.patent === null ? "--" : printOffered(offer.patent, position),
      patentStatus: patentStatusOf(offer, index),
      ownerName: index.partyName(offer.seller),
      legalNum: offer.seller,
      area,
      summary:
        position % 6 === 5 ? "无" : `${offer.title}，${MODES[offer.mode]}，可到平台窗口办理。联系电话13800009999。`,
      createTime: printTime(offer.publishedAt),
      updateTime: printTime(offer.publishedAt),
    },
  };
}

function printOffered(patent: string, position: number): string {
  return position % MISPRINT_EVERY === MISPRINT_EVERY - 1 ? misprintNumber(patent) : printNumber(patent, position);
}

/** What stood in the form when the offer was made: a right that has ended since is still 有效 here. */
function patentStatusOf(offer: WorldOffer, index: WorldIndex): string {
  const patent = offer.patent === null ? undefined : index.patent(offer.patent);
  if (patent === undefined) return " ";
  const status = coarseStatus(patent);
  return status === "失效" ? "有效" : status;
}

/** Demands, the newest first, as `/zMarketDemandRest/page` prints them. */
export function demandRows(world: World): readonly Row[] {
  const index = indexWorld(world);
  return world.demands
    .map((demand, position) => ({ demand, position }))
    .sort((a, b) => b.demand.publishedAt.localeCompare(a.demand.publishedAt))
    .map(({ demand, position }) => demandRow(demand, index, position));
}

function demandRow(demand: WorldDemand, index: WorldIndex, position: number): Row {
  const { amount, unit } = printPrice(demand.budgetYuan, position);
  const area = printArea(demand.region);
  const publisher = index.partyName(demand.publisher);
  return {
    id: demand.id,
    facets: {
      name: demand.title,
      owner: publisher,
      field: demand.field,
      statusName: DEMAND_STATES[demand.status],
      area,
      pubDate: demand.publishedAt.slice(0, 4),
    },
    wire: {
      demandId: demand.id,
      demandName: demand.title,
      demandType: demand.wanted,
      demandField: demand.field,
      demandDesc: demand.description,
      budget: amount,
      budgetUnit: unit,
      deadline: printTime(demand.deadline),
      organName: publisher,
      legalNum: demand.publisher,
      area,
      statusName: DEMAND_STATES[demand.status],
      publishTime: printTime(demand.publishedAt),
      updateTime: printTime(demand.publishedAt),
    },
  };
}
