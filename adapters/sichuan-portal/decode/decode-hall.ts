import type { CheerioAPI } from "cheerio";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { html } from "#adapters/runtime/call/decoders/html.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { regionByChineseName } from "#schema/codes/region-names.ts";
import { toWindowNumber } from "./decode-catalogue.ts";
import { cleanText, labelled, type Selection, tableRows } from "./page-text.ts";
import type { PublicPages } from "./public-pages.ts";
import type { MemberRecord, RightsAidRecord, WindowRecord } from "./records.ts";
import { toPhone, toRegion, toUscc } from "./values.ts";

const WINDOW_COLUMNS = ["窗口号", "窗口名称", "办公地点", "开放时间", "咨询电话"];

/** The windows of the service hall: one table. A row's number is its id. */
export function decodeWindows(pages: PublicPages): Decoder<readonly WindowRecord[]> {
  return html(($) =>
    tableRows($, $("table#ckTable"), WINDOW_COLUMNS).flatMap(({ cells }) => {
      const number = toWindowNumber(cells["窗口号"] ?? "");
      if (number === "") return [];
      const address = cells["办公地点"] ?? null;
      return [
        {
          id: number,
          sourceUrl: pages.windows(),
          sourceUpdatedAt: null,
          number,
          name: cells["窗口名称"] ?? null,
          address,
          openingHours: cells["开放时间"] ?? null,
          phone: toPhone(cells["咨询电话"] ?? null),
          region: address === null ? null : (regionByChineseName(address)?.code ?? null),
        },
      ];
    }),
  );
}

/** The members of the platform: a list, each with its role in brackets. */
export function decodeMembers(pages: PublicPages): Decoder<readonly MemberRecord[]> {
  return html(($) =>
    items($, "ul.cydw > li").map((item) => {
      const lines = item
        .find("p")
        .toArray()
        .map((line) => $(line).text());
      return {
        id: idOf(item, "data-id"),
        sourceUrl: pages.members(),
        sourceUpdatedAt: null,
        name: cleanText(item.find("b").text()),
        role: cleanText(
          item
            .find(".js")
            .text()
            .replace(/[【】[\]]/g, ""),
        ),
        uscc: toUscc(firstLabelled(lines, "统一社会信用代码")),
        address: firstLabelled(lines, "地址"),
      };
    }),
  );
}

/** Rights-aid contacts: terms and definitions. */
export function decodeRightsAid(pages: PublicPages): Decoder<readonly RightsAidRecord[]> {
  return html(($) =>
    items($, "dl.wqyz > dt").map((item) => {
      const lines = item
        .nextUntil("dt", "dd")
        .toArray()
        .map((line) => $(line).text());
      return {
        id: idOf(item, "id"),
        sourceUrl: pages.rightsAid(),
        sourceUpdatedAt: null,
        name: cleanText(item.text()),
        address: firstLabelled(lines, "地址"),
        phone: toPhone(firstLabelled(lines, "电话")),
        region: toRegion(item.attr("xzqh") ?? null),
      };
    }),
  );
}

/** A page without any is another page: maintenance, an error, a new layout. */
function items($: CheerioAPI, selector: string): readonly Selection[] {
  const found = $(selector)
    .toArray()
    .map((element) => $(element));
  if (found.length === 0) throw new MalformedError(`HTML ${selector}`);
  return found;
}

function idOf(item: Selection, attribute: string): string {
  const id = item.attr(attribute)?.trim();
  if (id === undefined || id === "") throw new MalformedError(`HTML @${attribute}`);
  return id;
}

function firstLabelled(lines: readonly string[], label: string): string | null {
  return lines.map((line) => labelled(line, label)).find((text) => text !== null) ?? null;
}
