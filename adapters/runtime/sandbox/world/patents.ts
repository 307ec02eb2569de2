import { makeApplicationNumber } from "#schema/ids/application-number.ts";
import { addMonths, fromDay, toDay } from "./calendar.ts";
import { liveLegally } from "./legal-life.ts";
import { personName } from "./names.ts";
import type { OrganizationSeat } from "./organizations.ts";
import { type PatentText, writeDesignText, writeTechnicalText } from "./patent-text.ts";
import { createRandom, type Random } from "./random.ts";
import type { WorldAgency, WorldPatent } from "./types.ts";

/** Who takes part: what a patent refers to. */
export interface PatentCast {
  readonly seed: number;
  readonly seats: readonly OrganizationSeat[];
  readonly agencies: readonly WorldAgency[];
  /** The agencies of each province (two digits). */
  readonly localAgencies: ReadonlyMap<string, readonly WorldAgency[]>;
}

const FIRST_FILING = toDay("2007-01-05");
const LAST_FILING = toDay("2026-05-29");
/** Old-era numbers (filed before 2003-10) are rare but must be met: every hundredth patent has one. */
const OLD_ERA = { every: 100, first: toDay("1994-04-01"), last: toDay("2003-08-29") };
/** No real application of the present scheme has so high a serial: what is invented is nobody's patent. */
const SERIAL_BASE = 5_000_000;
const SERIAL_SPAN = 5_000_000;
const OLD_SERIAL_BASE = 60_000;
/** Later ones would not have reached their national phase and its publication yet. */
const LAST_PCT_FILING = "2023-09-01";

/** The invented patent of this index; it depends on no other. */
export function makePatent(cast: PatentCast, index: number): WorldPatent {
  const random = createRandom(cast.seed, "patent", index);
  const type = typeOf(random);
  const seat = random.pick(cast.seats);
  const filingDate = fromDay(filingDayOf(random, index));
  const entersByPct = type !== "DESIGN" && filingDate > "2004" && filingDate < LAST_PCT_FILING && random.chance(0.04);
  const pct = entersByPct ? pctOf(filingDate, index) : null;
  const applicationNumber = numberOf(type, entersByPct, filingDate, index);
  const text = textOf(random, type, seat);
  const other = random.pick(cast.seats).organization;
  const life = liveLegally(random, {
    ...text,
    applicationNumber,
    filingDate,
    type,
    arrivalDate: pct?.nationalEntryDate ?? filingDate,
    index,
    applicant: seat.organization,
    other,
  });
  const isTransferred = life.owner !== seat.organization;
  const applicants = applicantsOf(random, seat, isTransferred ? null : other.uscc);
  return {
    ...text,
    applicationNumber,
    type,
    filingDate,
    publications: life.publications,
    applicants,
    owners: isTransferred ? [life.owner.uscc] : applicants,
    inventors: inventorsOf(random),
    ...represent(random, cast, seat.organization.region),
    legalEvents: life.legalEvents,
    divisionalOf: null,
    sameDayTwin: null,
    familyId: String(70_000_000 + index),
    priorities: [],
    pct,
  };
}

function typeOf(random: Random): WorldPatent["type"] {
  const roll = random.next();
  if (roll < 0.5) return "INVENTION";
  return roll < 0.85 ? "UTILITY_MODEL" : "DESIGN";
}

/** Filings grow over the years: the later of two days drawn. */
function filingDayOf(random: Random, index: number): number {
  if (index % OLD_ERA.every === OLD_ERA.every - 1) return random.int(OLD_ERA.first, OLD_ERA.last);
  return Math.max(random.int(FIRST_FILING, LAST_FILING), random.int(FIRST_FILING, LAST_FILING));
}

const TYPE_DIGITS = { INVENTION: 1, UTILITY_MODEL: 2, DESIGN: 3 } as const;
const PCT_DIGITS = { INVENTION: 8, UTILITY_MODEL: 9, DESIGN: 3 } as const;

function numberOf(type: WorldPatent["type"], entersByPct: boolean, filingDate: string, index: number): string {
  const digit = (entersByPct ? PCT_DIGITS : TYPE_DIGITS)[type];
  const year = Number(filingDate.slice(0, 4));
  const isOld = filingDate < "2003-10-01";
  return makeApplicationNumber(
    year,
    digit,
    isOld
      ? OLD_SERIAL_BASE + (Math.floor(index / OLD_ERA.every) % 40_000)
      : SERIAL_BASE + ((index * 7_919) % SERIAL_SPAN),
  );
}

function textOf(random: Random, type: WorldPatent["type"], seat: OrganizationSeat): PatentText {
  return type === "DESIGN" ? writeDesignText(random) : writeTechnicalText(random, type, seat.field);
}

function applicantsOf(random: Random, seat: OrganizationSeat, other: string | null): readonly string[] {
  const own = seat.organization.uscc;
  return other !== null && other !== own && random.chance(0.1) ? [own, other] : [own];
}

function inventorsOf(random: Random): WorldPatent["inventors"] {
  return Array.from({ length: random.int(1, 5) }, () =>
    random.chance(0.01) ? { name: "请求不公布姓名", withheld: true } : { name: personName(random), withheld: false },
  );
}

/** Two thirds are served by an agency of their own province, a fifth elsewhere, the rest file by themselves. */
function represent(random: Random, cast: PatentCast, region: string): Pick<WorldPatent, "agencyCode" | "agents"> {
  const roll = random.next();
  if (roll > 0.87) return { agencyCode: null, agents: [] };
  const local = cast.localAgencies.get(region.slice(0, 2)) ?? [];
  const agency = random.pick(roll < 0.66 && local.length > 0 ? local : cast.agencies);
  return { agencyCode: agency.code, agents: random.sample(agency.agents, 2).map((agent) => agent.name) };
}

function pctOf(filingDate: string, index: number): WorldPatent["pct"] {
  const year = filingDate.slice(0, 4);
  const published = fromDay(addMonths(toDay(filingDate), 16)).slice(0, 4);
  return {
    applicationNumber: `PCT/CN${year}/9${String(index % 100_000).padStart(5, "0")}`,
    publicationNumber: `WO${published}9${String(index % 100_000).padStart(5, "0")}A1`,
    nationalEntryDate: fromDay(addMonths(toDay(filingDate), 28)),
  };
}
