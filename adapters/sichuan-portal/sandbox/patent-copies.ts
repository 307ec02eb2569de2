import { printDay } from "#adapters/runtime/sandbox/print-values.ts";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import type { World, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import { WELL_KNOWN_SICHUAN } from "#adapters/runtime/sandbox/world/well-known.ts";
import { cutPage, dataPortalAnswer, filterValue, type PortalAnswer } from "./answers.ts";
import { printNumber } from "./print.ts";

interface CopyRow {
  readonly zlid: string;
  readonly sqh: string;
  readonly mc: string;
  readonly sqr: string;
  readonly flzt: string;
  readonly gxrq: string;
}

/** The share of the world's patents that the portal keeps a copy of. */
const ONE_IN = 4;

/**
 * The portal's search copy of patents: applicants as filed (never updated after a transfer), statuses as of the last
 * refresh, every 17th of them older than the register's.
 */
export function createPatentCopies(world: World, partyName: (uscc: string) => string) {
  const stale = WELL_KNOWN_SICHUAN.staleCopy;
  const rows = world.patents
    .map((patent, index) => ({ patent, index }))
    .filter(({ patent, index }) => index % ONE_IN === 0 || patent.applicationNumber === stale.patent)
    .map(({ patent, index }) => ({ body: bodyOf(patent), row: copyRow(patent, index, partyName) }));
  return (query: URLSearchParams): PortalAnswer => {
    const numbers = filterValue(query, "sqh")?.split(",");
    const ids = filterValue(query, "zlid")?.split(",");
    const keyword = filterValue(query, "gjc");
    const found = rows.filter(
      ({ body, row }) =>
        (numbers === undefined || numbers.includes(body)) &&
        (ids === undefined || ids.includes(row.zlid)) &&
        (keyword === null || `${row.mc}${row.sqr}`.includes(keyword)),
    );
    const page = cutPage(found, query, { page: "page", rows: "rows" });
    return dataPortalAnswer(
      page.map(({ row }) => row),
      found.length,
      true,
    );
  };
}

function copyRow(patent: WorldPatent, index: number, partyName: (uscc: string) => string): CopyRow {
  const stale = WELL_KNOWN_SICHUAN.staleCopy;
  const isStory = patent.applicationNumber === stale.patent;
  return {
    zlid: `Z${bodyOf(patent)}`,
    sqh: isStory ? stale.printedNumber : printNumber(patent.applicationNumber, index),
    mc: patent.title,
    sqr: patent.applicants.map(partyName).join(","),
    flzt: isStory ? stale.statusText : copyStatus(patent, index),
    gxrq: printDay(refreshedOn(patent, index), index),
  };
}

function copyStatus(patent: WorldPatent, index: number): string {
  if (index % 17 === 8) return coarseStatus(patent) === "失效" ? "有效" : "在审";
  return index % 23 === 20 ? "--" : coarseStatus(patent);
}

/** The story's copy was last refreshed before the grant, stale ones when the patent was last published. */
function refreshedOn(patent: WorldPatent, index: number): string {
  if (patent.applicationNumber === WELL_KNOWN_SICHUAN.staleCopy.patent) return "2023-09-30";
  const published = patent.publications.at(-1)?.date;
  return index % 17 === 8 && published !== undefined ? published : "2026-11-02";
}

function bodyOf(patent: WorldPatent): string {
  return patent.applicationNumber.slice(2).split(".")[0] ?? "";
}
