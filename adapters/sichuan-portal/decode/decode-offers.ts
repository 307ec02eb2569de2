import { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { html } from "#adapters/runtime/call/decoders/html.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import { parseMoney } from "#schema/codes/money.ts";
import { toMode, toOfferStatus, toSubject } from "./codes.ts";
import { dataPortalRows, type PortalRows } from "./envelope.ts";
import { captionOf, cleanText } from "./page-text.ts";
import { toInstant } from "./portal-time.ts";
import type { PublicPages } from "./public-pages.ts";
import type { OfferRecord } from "./records.ts";
import { ID, TEXT, toApplicationNumber, toRegion, toUscc } from "./values.ts";

/** Columns in pinyin initials: gpid 挂牌编号, bdlx 标的类型, jyfs 交易方式, jg 价格, crf 出让方, fbsj 发布时间, jj 简介 … */
const ROW = z.object({
  gpid: ID,
  gpbt: TEXT,
  bdlx: TEXT,
  zlh: TEXT,
  jyfs: TEXT,
  jg: TEXT,
  crf: TEXT,
  tyxydm: TEXT,
  szdq: TEXT,
  fbsj: TEXT,
  zt: TEXT,
  jj: TEXT,
});

type OfferRow = z.output<typeof ROW>;

/** Captions of the detail page by the column that says the same in the list. */
const CAPTIONS: Readonly<Record<string, keyof OfferRow>> = {
  标的类型: "bdlx",
  专利号: "zlh",
  交易方式: "jyfs",
  价格: "jg",
  出让方: "crf",
  统一社会信用代码: "tyxydm",
  所在地区: "szdq",
  发布时间: "fbsj",
  状态: "zt",
  简介: "jj",
};

/** One page of the list of offers. */
export function decodeOffers(pages: PublicPages): Decoder<PortalRows<OfferRecord>> {
  const read = dataPortalRows(ROW);
  return (answer) => {
    const { rows, total } = read(answer);
    return { rows: rows.map((row) => toOffer(row, pages)), total };
  };
}

/** The detail page of one offer; null when the portal says that it is gone. */
export function decodeOfferPage(id: string, pages: PublicPages): Decoder<OfferRecord | null> {
  return html(($) => {
    if (/不存在|已下架/.test($(".tip").text())) return null;
    const cells: Partial<Record<keyof OfferRow, string | null>> = {};
    for (const row of $("table.xq tr").toArray()) {
      const column = CAPTIONS[captionOf($(row).children("th").text())];
      if (column !== undefined) cells[column] = cleanText($(row).children("td").text());
    }
    if (Object.keys(cells).length === 0) throw new MalformedError("HTML table.xq");
    return toOffer(ROW.parse({ ...cells, gpid: id, gpbt: cleanText($("h1.bt").text()) }), pages);
  });
}

function toOffer(row: OfferRow, pages: PublicPages): OfferRecord {
  return {
    id: row.gpid,
    sourceUrl: pages.offer(row.gpid),
    sourceUpdatedAt: toInstant(row.fbsj),
    title: row.gpbt,
    subject: toSubject(row.bdlx),
    mode: toMode(row.jyfs),
    price: { amount: null, maxAmount: null, ...parseMoney(row.jg), text: row.jg },
    status: toOfferStatus(row.zt),
    publishedDate: parseChineseDate(row.fbsj),
    sellerName: row.crf,
    sellerUscc: toUscc(row.tyxydm),
    region: toRegion(row.szdq),
    description: row.jj,
    patent: toApplicationNumber(row.zlh),
    patentNumberText: row.zlh,
  };
}
