import { WORLD_TODAY } from "#adapters/runtime/sandbox/world/calendar.ts";
import { coarseStatus } from "#adapters/runtime/sandbox/world/coarse-status.ts";
import { indexWorld } from "#adapters/runtime/sandbox/world/index-world.ts";
import type { World, WorldOffer, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";

/** What the generator knows of an offer of a patent, told in the codes of findings. */
export function truthOfOffer(offer: WorldOffer, world: World): ReadonlySet<string> {
  const patent = world.patents.find((one) => one.applicationNumber === offer.patent);
  if (patent === undefined) throw new Error(`no patent ${offer.patent}`);
  const status = statusOf(patent);
  const isAlive = status !== "失效";
  const burdens = isAlive ? burdensOf(patent) : [];
  return new Set([
    ...(isAlive ? [status === "有效" ? "IN_FORCE" : "NOT_GRANTED"] : ["NOT_IN_FORCE"]),
    patent.owners.includes(offer.seller) ? "SELLER_IS_OWNER" : "SELLER_MANDATE_NOT_VERIFIED",
    ...(patent.owners.length > 1 ? ["CO_OWNERS_CONSENT"] : []),
    ...burdens,
  ]);
}

/** As gazetted, or by law: a term ends before the gazette says so, and that of designs filed before 2021-06-01 after ten years (FACTS D1). */
function statusOf(patent: WorldPatent): "在审" | "有效" | "失效" {
  const { type, filingDate } = patent;
  const years = type === "DESIGN" && filingDate < "2021-06-01" ? 10 : TERM_YEARS[type];
  const isOver = addYears(filingDate, years) <= WORLD_TODAY;
  return isOver && coarseStatus(patent) === "有效" ? "失效" : coarseStatus(patent);
}

const TERM_YEARS = { INVENTION: 20, UTILITY_MODEL: 10, DESIGN: 15 } as const;

function addYears(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}

/** Entries that stand: the world's pledges are cancelled by the number of their registration, its licences never. */
function burdensOf({ legalEvents }: WorldPatent): readonly string[] {
  const all = (code: string) => legalEvents.filter((event) => event.code === code);
  const isExclusive = all("EE01").some(({ items }) => items.some(([, value]) => /独占|排他/.test(value)));
  return [
    ...(isExclusive ? ["EXCLUSIVE_LICENCE_RECORDED"] : []),
    ...(all("PE01").length > all("PC01").length ? ["PLEDGED"] : []),
    ...(all("PP01").length > all("PD01").length ? ["PRESERVED"] : []),
  ];
}

/** Codes that the truth above speaks of; the others rest on fees and open licences. */
export const TOLD_BY_TRUTH: ReadonlySet<string> = new Set([
  "IN_FORCE",
  "NOT_GRANTED",
  "NOT_IN_FORCE",
  "SELLER_IS_OWNER",
  "SELLER_MANDATE_NOT_VERIFIED",
  "CO_OWNERS_CONSENT",
  "EXCLUSIVE_LICENCE_RECORDED",
  "PLEDGED",
  "PRESERVED",
]);

/** What a portal prints of a patent. */
export interface PrintedCopy {
  readonly legalStatusRaw: string | null;
  readonly applicantText: string | null;
  readonly patentNumberText: string | null;
}

/** In which fields a portal's copy disagrees with the generated world. */
export function truthOfCopy(printed: PrintedCopy, patent: WorldPatent, world: World): readonly string[] {
  const { partyName } = indexWorld(world);
  const says = printed.legalStatusRaw ?? "--";
  const owners = patent.owners.map(partyName).sort().join(",");
  const named = (printed.applicantText ?? "").split(",").sort().join(",");
  return [
    ...(says !== "--" && says !== statusOf(patent) ? ["legalStatus"] : []),
    ...(named === owners ? [] : ["currentOwners"]),
    ...(/^\d{12}$/.test(printed.patentNumberText ?? "") ? ["applicationNumber"] : []),
  ];
}
