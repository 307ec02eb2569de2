import { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { toActivityKind, toFinanceKind } from "./codes.ts";
import { adminFrameworkRows, contentSystemRows, dataPortalRows, type PortalRows, plainResultRows } from "./envelope.ts";
import { toExactInstant, toInstant } from "./portal-time.ts";
import type { PublicPages } from "./public-pages.ts";
import type { ActivityRecord, ExpertRecord, FinanceProductRecord, PatentCopy } from "./records.ts";
import { ID, splitList, TEXT, toApplicationNumber, toPhone, toRegion } from "./values.ts";

const ACTIVITY = z.object({ hdId: ID, hdmc: TEXT, hdlx: TEXT, kssj: TEXT, jssj: TEXT, dd: TEXT, xzqh: TEXT });
const PRODUCT = z.object({ cpbh: ID, cpmc: TEXT, jgmc: TEXT, cplx: TEXT, ed: TEXT, fwqy: TEXT });
const EXPERT = z.object({
  zjid: ID,
  xm: TEXT,
  zc: TEXT,
  dw: TEXT,
  zcly: TEXT,
  jj: TEXT,
  lxdh: TEXT,
  xzqh: TEXT,
});
const COPY = z.object({ zlid: ID, sqh: TEXT, mc: TEXT, sqr: TEXT, flzt: TEXT, gxrq: TEXT });

/** Training, roadshows, matchmaking. */
export function decodeActivities(pages: PublicPages): Decoder<PortalRows<ActivityRecord>> {
  return mapped(adminFrameworkRows(ACTIVITY), (row) => ({
    id: row.hdId,
    sourceUrl: pages.activity(row.hdId),
    sourceUpdatedAt: null,
    title: row.hdmc,
    kind: toActivityKind(row.hdlx),
    startsAt: toIso(toInstant(row.kssj)),
    endsAt: toIso(toExactInstant(row.jssj)),
    place: row.dd,
    region: toRegion(row.xzqh),
  }));
}

export function decodeFinanceProducts(pages: PublicPages): Decoder<PortalRows<FinanceProductRecord>> {
  return mapped(plainResultRows(PRODUCT), (row) => ({
    id: row.cpbh,
    sourceUrl: pages.financeProduct(row.cpbh),
    sourceUpdatedAt: null,
    name: row.cpmc,
    institution: row.jgmc,
    product: toFinanceKind(row.cplx),
    amountText: row.ed,
    region: toRegion(row.fwqy),
  }));
}

export function decodeExperts(pages: PublicPages): Decoder<PortalRows<ExpertRecord>> {
  return mapped(contentSystemRows(EXPERT), (row) => ({
    id: row.zjid,
    sourceUrl: pages.expert(row.zjid),
    sourceUpdatedAt: null,
    name: row.xm,
    jobTitle: row.zc,
    organizationName: row.dw,
    specialties: splitList(row.zcly),
    introduction: row.jj,
    phone: toPhone(row.lxdh),
    region: toRegion(row.xzqh),
  }));
}

/** The portal's own copies of patents. */
export function decodePatentCopies(pages: PublicPages): Decoder<PortalRows<PatentCopy>> {
  return mapped(dataPortalRows(COPY), (row) => ({
    id: row.zlid,
    sourceUrl: pages.patentCopy(row.zlid),
    sourceUpdatedAt: toInstant(row.gxrq),
    title: row.mc,
    applicantText: row.sqr,
    patent: toApplicationNumber(row.sqh),
    patentNumberText: row.sqh,
    legalStatusRaw: row.flzt,
  }));
}

function mapped<Row, T>(read: Decoder<PortalRows<Row>>, toRecord: (row: Row) => T): Decoder<PortalRows<T>> {
  return (answer) => {
    const { rows, total } = read(answer);
    return { rows: rows.map(toRecord), total };
  };
}

function toIso(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
