import { z } from "zod";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { toHalfWidth } from "#schema/ids/text.ts";
import { toCategory, toChannel, toModule } from "./codes.ts";
import { dataPortal } from "./envelope.ts";
import { toInstant } from "./portal-time.ts";
import type { PublicPages } from "./public-pages.ts";
import type { Catalogue, ServiceRecord } from "./records.ts";
import { ID, splitList, TEXT, toRegion, toWorkingDays } from "./values.ts";

/** Columns in pinyin initials: sxbm 事项编码, ssmk 所属模块, blqd 办理渠道, ckh 窗口号, blsx 办理时限 … */
const ROW = z.object({
  sxbm: ID,
  sxmc: TEXT,
  ssmk: TEXT,
  sxlb: TEXT,
  blqd: TEXT,
  ckh: TEXT,
  fwdx: TEXT,
  sxcl: TEXT,
  sfbz: TEXT,
  blsx: TEXT,
  flyj: TEXT,
  xzqh: TEXT,
  gxsj: TEXT,
});

const CATALOGUE = z.object({ mk: z.array(z.object({ mkmc: TEXT })), sx: z.array(ROW) });

/** The catalogue: modules and services in one answer. */
export function decodeCatalogue(pages: PublicPages): Decoder<Catalogue> {
  const read = dataPortal(CATALOGUE);
  return (answer) => {
    const { data } = read(answer);
    if (data === null) throw new MalformedError("$.data (empty catalogue)");
    return {
      modules: data.mk.map(({ mkmc }) => toModule(mkmc)),
      services: data.sx.map((row) => toService(row, pages)),
    };
  };
}

function toService(row: z.output<typeof ROW>, pages: PublicPages): ServiceRecord {
  return {
    id: row.sxbm,
    sourceUrl: pages.service(row.sxbm),
    sourceUpdatedAt: toInstant(row.gxsj),
    name: row.sxmc,
    module: toModule(row.ssmk),
    category: toCategory(row.sxlb),
    channel: toChannel(row.blqd),
    windowNumbers: splitList(row.ckh).map(toWindowNumber),
    audience: splitList(row.fwdx),
    materials: splitList(row.sxcl),
    feeText: row.sfbz,
    durationDays: toWorkingDays(row.blsx),
    legalBasis: row.flyj,
    region: toRegion(row.xzqh),
  };
}

/** `12号窗口`, `12 号`, `１２`, `012` → 12. */
export function toWindowNumber(text: string): string {
  return toHalfWidth(text)
    .replace(/号(?:窗口)?|窗口|\s/g, "")
    .replace(/^0+(?=\d)/, "");
}
