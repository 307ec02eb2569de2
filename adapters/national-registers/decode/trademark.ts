import { z } from "zod";
import type { GoodsRecord, TrademarkKind, TrademarkRecord } from "#adapters/national-registers/records.ts";
import { parseChineseDateRange } from "#schema/codes/dates.ts";
import type { TrademarkFlow } from "#schema/codes/trademark-status.ts";
import { parseTrademarkNumber } from "#schema/ids/trademark-number.ts";
import { areaCode, day, list, owners, recordId, text } from "./fields.ts";

const goods = z
  .object({ GoodsName: text, SimilarGroup: text, GoodsCode: text })
  .transform(({ GoodsName, SimilarGroup, GoodsCode }): GoodsRecord | null =>
    GoodsName === null
      ? null
      : { text: GoodsName, similarGroup: similarGroupOf(SimilarGroup), itemCode: itemCodeOf(GoodsCode) },
  );

const flow = z
  .object({ FlowDate: day, FlowDesc: text })
  .transform(({ FlowDate, FlowDesc }): TrademarkFlow | null =>
    FlowDesc === null ? null : { date: FlowDate, text: FlowDesc },
  );

/** One line: a mark in one class. Lists name the classes together and leave goods and steps out. */
export const trademarkRow = z
  .object({
    Id: recordId,
    RegNo: text,
    IntCls: text,
    Name: text,
    MarkTypeDesc: text,
    Applicant: owners,
    AreaCode: areaCode,
    Agent: text,
    AppDate: day,
    TrialPubDate: day,
    RegDate: day,
    ValidPeriod: text,
    Status: text,
    FlowStatus: text,
    GoodsList: list(goods),
    FlowList: list(flow),
  })
  .transform((row) => {
    const number = parseTrademarkNumber(row.RegNo ?? "");
    if (!number.ok) return null;
    const term = row.ValidPeriod === null ? null : parseChineseDateRange(row.ValidPeriod);
    return {
      recordId: row.Id,
      number: number.value,
      name: row.Name,
      owners: row.Applicant,
      region: row.AreaCode,
      kind: { code: kindOf(row.MarkTypeDesc), raw: row.MarkTypeDesc },
      agencyName: row.Agent,
      filingDate: row.AppDate,
      preliminaryDate: row.TrialPubDate,
      registrationDate: row.RegDate,
      validFrom: term?.from ?? null,
      validUntil: term?.to ?? null,
      niceClass: niceClassOf(row.IntCls),
      goods: row.GoodsList.filter((item) => item !== null),
      flows: row.FlowList.filter((item) => item !== null),
      statusCode: row.Status,
      flowCode: row.FlowStatus,
    };
  });

export type TrademarkRow = NonNullable<z.output<typeof trademarkRow>>;

/** The lines of one number as one mark, its classes in order; a class printed twice counts once. */
export function toTrademark(rows: readonly TrademarkRow[]): readonly TrademarkRecord[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { niceClass: _class, goods: _goods, flows: _flows, statusCode: _status, flowCode: _flow, ...mark } = first;
  const byClass = new Map(rows.flatMap((row) => (row.niceClass === null ? [] : [[row.niceClass, row] as const])));
  const classes = [...byClass]
    .sort(([one], [other]) => one - other)
    .map(([niceClass, { goods: items, flows, statusCode, flowCode }]) => {
      return { niceClass, goods: items, flows: inOrder(flows), statusCode, flowCode };
    });
  return [{ ...mark, classes }];
}

function inOrder(flows: readonly TrademarkFlow[]): readonly TrademarkFlow[] {
  return flows.toSorted((one, other) => (one.date ?? "9999").localeCompare(other.date ?? "9999"));
}

/** Lists print `9;42`: of no use here. */
function niceClassOf(printed: string | null): number | null {
  const niceClass = Number(/^0?([1-9]\d?)$/.exec(printed ?? "")?.[1] ?? Number.NaN);
  return niceClass >= 1 && niceClass <= 45 ? niceClass : null;
}

function similarGroupOf(printed: string | null): string | null {
  return printed !== null && /^(?:0[1-9]|[1-3]\d|4[0-5])\d{2}$/.test(printed) ? printed : null;
}

/** Six digits, or C and six; C and five is a mistake of extraction (FACTS: seen in vendors' data). */
function itemCodeOf(printed: string | null): string | null {
  return printed !== null && /^(?:C\d{6}|\d{6})$/.test(printed) ? printed : null;
}

const KINDS: readonly (readonly [pattern: RegExp, kind: TrademarkKind])[] = [
  [/集体/, "COLLECTIVE"],
  [/证明/, "CERTIFICATION"],
  [/特殊|官方标志/, "SPECIAL"],
  [/一般|普通|商品|服务/, "ORDINARY"],
];

function kindOf(printed: string | null): TrademarkKind {
  return KINDS.find(([pattern]) => printed !== null && pattern.test(printed))?.[1] ?? "UNKNOWN";
}
