import { addYears, fromDay, toDay, WORLD_TODAY } from "./calendar.ts";
import { coarseStatus } from "./coarse-status.ts";
import { snowflake } from "./offers.ts";
import type { WorldCase, WorldPatent } from "./types.ts";
import { WELL_KNOWN_CASES } from "./well-known.ts";
import { CHENGDU_OPTICS } from "./well-known-parties.ts";

/** Dockets that the user `demo` keeps besides the well-known ones. */
const MORE_CASES = 12;

/** The well-known dockets, then the annual fees of further patents of demo's client. */
export function makeCases(patents: readonly WorldPatent[]): readonly WorldCase[] {
  const known = new Set(WELL_KNOWN_CASES.map((docket) => docket.patent));
  const more = patents
    .filter((patent) => patent.owners.includes(CHENGDU_OPTICS.uscc) && !known.has(patent.applicationNumber))
    .filter((patent) => coarseStatus(patent) === "有效")
    .slice(0, MORE_CASES);
  return [...WELL_KNOWN_CASES, ...more.map(makeCase)];
}

function makeCase(patent: WorldPatent, index: number): WorldCase {
  const filed = toDay(patent.filingDate);
  const now = toDay(WORLD_TODAY);
  const nextYear = Array.from({ length: 20 }, (_, year) => year + 1).find((year) => addYears(filed, year) > now) ?? 20;
  return {
    user: "demo",
    id: snowflake("14", 500 + index),
    caseNumber: `KJ${patent.filingDate.slice(0, 4)}-${String(500 + index).padStart(4, "0")}`,
    patent: patent.applicationNumber,
    client: CHENGDU_OPTICS.uscc,
    stageText: "专利权维持",
    tasks: [
      {
        kind: "FEE",
        text: `缴纳第${nextYear + 1}年度年费`,
        startDate: patent.filingDate,
        dueDate: fromDay(addYears(filed, nextYear)),
        statusText: "待缴费",
        basis: `第${nextYear + 1}年度年费：年费应当在上一专利年度期满前缴纳`,
      },
    ],
  };
}
