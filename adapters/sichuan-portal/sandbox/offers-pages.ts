import { printDay } from "#adapters/runtime/sandbox/print-values.ts";
import type { World, WorldOffer } from "#adapters/runtime/sandbox/world/types.ts";
import { cutPage, dataPortalAnswer, escapeHtml, filterValue, gbkPage, type PortalAnswer } from "./answers.ts";
import { printNothing, printNumber, printPrice } from "./print.ts";

/** One offer with field names in pinyin initials, as the list prints it. */
interface OfferRow {
  readonly gpid: string;
  readonly gpbt: string;
  readonly bdlx: string;
  readonly zlh: string;
  readonly jyfs: string;
  readonly jg: string;
  readonly crf: string;
  readonly tyxydm: string;
  readonly szdq: string;
  readonly fbsj: string;
  readonly zt: string;
  readonly jj: string;
}

interface PrintedOffer {
  readonly row: OfferRow;
  /** Digits of the application number without its check character, for the search by number. */
  readonly body: string | null;
  readonly region: string;
}

const MODES = { ASSIGNMENT: "转让", LICENSE: "许可", OPEN_LICENSE: "开放许可", EQUITY: "作价入股" } as const;
const SUBJECTS = {
  PATENT: "专利",
  SOFTWARE_COPYRIGHT: "软件著作权",
  TRADEMARK: "商标",
  TECHNOLOGY: "技术成果",
} as const;
const STATES = { OPEN: "挂牌中", RESERVED: "洽谈中", CLOSED: "已结束" } as const;

/** The operation module's list and detail pages. */
export function createOfferPages(world: World, sellerName: (uscc: string) => string) {
  const printed = world.offers
    .filter((offer) => offer.node === "sichuan")
    .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt) || a.id.localeCompare(b.id))
    .map((offer) => printOffer(offer, sellerName(offer.seller)));
  const byId = new Map(printed.map((offer) => [offer.row.gpid, offer.row]));
  return {
    list: (query: URLSearchParams): PortalAnswer => {
      const found = printed.filter((offer) => matches(offer, query)).map((offer) => offer.row);
      return dataPortalAnswer(cutPage(found, query, { page: "page", rows: "rows" }), found.length, false);
    },
    detail: (query: URLSearchParams): PortalAnswer => {
      const row = byId.get(query.get("gpid") ?? "");
      // No header tells the charset of this page, only its meta element.
      return gbkPage(row === undefined ? GONE : detailPage(row), "text/html");
    },
  };
}

function printOffer(offer: WorldOffer, seller: string): PrintedOffer {
  // The newest offer is the story's own and is printed plainly; the rest shows every habit of the editors.
  const turn = offer.id === "20990" ? 0 : Number(offer.id) || 0;
  const row: OfferRow = {
    gpid: offer.id,
    gpbt: turn % 9 === 4 ? `${offer.title}　` : offer.title,
    bdlx: SUBJECTS[offer.kind],
    zlh: offer.patent === null ? printNothing(turn) : printNumber(offer.patent, turn),
    jyfs: MODES[offer.mode],
    jg: printPrice(offer.priceYuan, turn),
    crf: seller,
    tyxydm: turn % 5 === 3 ? printNothing(turn) : offer.seller,
    szdq: turn % 13 === 6 && offer.region.endsWith("00") ? offer.region.slice(0, 4) : offer.region,
    fbsj: printDay(offer.publishedAt.slice(0, 10), turn),
    zt: STATES[offer.status],
    jj: turn % 4 === 2 ? printNothing(turn) : describe(offer, turn),
  };
  return { row, body: offer.patent?.slice(2).split(".")[0] ?? null, region: offer.region };
}

/** Some editors put their telephone into the text; the adapter masks it. */
function describe(offer: WorldOffer, turn: number): string {
  const contact = turn % 6 === 1 ? "，联系人张先生，电话：13800000009" : "";
  return `${offer.title}，技术成熟，可提供样品与技术指导${contact}。`;
}

function matches(offer: PrintedOffer, query: URLSearchParams): boolean {
  const [region, mode, subject, state] = ["dq", "jyfs", "bdlx", "zt"].map((name) => filterValue(query, name));
  const keyword = filterValue(query, "gjc");
  const numbers = filterValue(query, "zlh")?.split(",");
  return (
    (region == null || isInside(offer.region, region)) &&
    (mode == null || offer.row.jyfs === mode) &&
    (subject == null || offer.row.bdlx === subject) &&
    (state == null || offer.row.zt === state) &&
    (keyword == null || `${offer.row.gpbt}${offer.row.jj}${offer.row.crf}`.includes(keyword)) &&
    (numbers === undefined || (offer.body !== null && numbers.includes(offer.body)))
  );
}

/** 510000 holds 510100 holds 510107. */
function isInside(region: string, outer: string): boolean {
  return region.startsWith(outer.replace(/(00){1,2}$/, ""));
}

const HEAD =
  '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>知识产权运营</title></head>';
const GONE = `${HEAD}<body><div class="tip">该信息不存在或已下架</div></body></html>`;

function detailPage(row: OfferRow): string {
  const lines: readonly (readonly [label: string, value: string])[] = [
    ["挂牌编号", row.gpid],
    ["标的类型", row.bdlx],
    ["专利号", row.zlh],
    ["交易方式", row.jyfs],
    ["价　格", row.jg],
    ["出让方", row.crf],
    ["统一社会信用代码", row.tyxydm],
    ["所在地区", row.szdq],
    ["发布时间", row.fbsj],
    ["状态", row.zt],
    ["简介", row.jj],
    ["联系电话", "028-00001213"],
  ];
  const cells = lines.map(([label, value]) => `<tr><th>${label}：</th><td>${escapeHtml(value)}&nbsp;</td></tr>`);
  return `${HEAD}<body><h1 class="bt">${escapeHtml(row.gpbt)}</h1><table class="xq">${cells.join("\n")}</table></body></html>`;
}
