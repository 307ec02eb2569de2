import { addMonths, addYears, fromDay, gazetteDay, LATEST_GAZETTE_DAY, toDay, WORLD_TODAY } from "./calendar.ts";
import { type GazetteSubject, gazette, gazettedAfter } from "./gazette.ts";
import { grantOf, publicationOf } from "./publication.ts";
import type { Random } from "./random.ts";
import type { WorldLegalEvent, WorldOrganization, WorldPatent } from "./types.ts";

/** What happens to one invented patent from its filing to the world's today. */
export interface LegalLife {
  readonly publications: WorldPatent["publications"];
  readonly legalEvents: readonly WorldLegalEvent[];
  readonly owner: WorldOrganization;
}

export interface LegalSubject extends GazetteSubject {
  readonly type: WorldPatent["type"];
  /** When the case reached the Chinese office: the filing, or the entry into the national phase. */
  readonly arrivalDate: string;
  /** Serial from which publication and registration numbers are made. */
  readonly index: number;
  readonly applicant: WorldOrganization;
  /** Another organisation, for a transfer or a licence. */
  readonly other: WorldOrganization;
}

const TODAY = toDay(WORLD_TODAY);
const TERM_YEARS = { INVENTION: 20, UTILITY_MODEL: 10, DESIGN: 15 } as const;
/** Share of owners that stop paying in each year after the grant. */
const YEARLY_LAPSE = { INVENTION: 0.045, UTILITY_MODEL: 0.11, DESIGN: 0.13 } as const;

export function liveLegally(random: Random, subject: LegalSubject): LegalLife {
  return subject.type === "INVENTION" ? liveAsInvention(random, subject) : liveFromGrant(random, subject, firstGrant());

  function firstGrant(): number {
    return boundedGazette(addMonths(toDay(subject.arrivalDate), random.int(3, 9)));
  }
}

function liveAsInvention(random: Random, subject: LegalSubject): LegalLife {
  const arrived = toDay(subject.arrivalDate);
  const published = boundedGazette(addMonths(arrived, random.int(3, 18)));
  const examined = gazetteDay(published + random.int(14, 40));
  const before: WorldLegalEvent[] = [gazette.published(subject, fromDay(published))];
  if (examined <= LATEST_GAZETTE_DAY) before.push(gazette.examination(subject, fromDay(examined)));
  const publication = publicationOf(subject, "A", fromDay(published));

  const decided = gazetteDay(addMonths(published, random.int(8, 30)));
  const fate = random.next();
  if (decided > LATEST_GAZETTE_DAY || fate > 0.96) {
    return { publications: [publication], legalEvents: before, owner: subject.applicant };
  }
  if (fate > 0.74) {
    const refuse = fate > 0.86 ? gazette.rejected : gazette.deemedWithdrawn;
    const end = refuse(subject, publication.date, fromDay(decided));
    return { publications: [publication], legalEvents: [...before, end], owner: subject.applicant };
  }
  const life = liveFromGrant(random, subject, decided);
  return {
    ...life,
    publications: [publication, ...life.publications],
    legalEvents: [...before, ...life.legalEvents],
  };
}

function liveFromGrant(random: Random, subject: LegalSubject, granted: number): LegalLife {
  const end = endOfLife(random, subject, granted);
  const until = end?.effective ?? TODAY;
  const used = putToUse(random, subject, granted, until);
  const events = [gazette.granted(subject, fromDay(granted)), ...used.events, ...(end === null ? [] : [end.entry])];
  return {
    publications: [grantOf(subject, fromDay(granted))],
    legalEvents: events
      .filter((entry) => toDay(entry.date) <= LATEST_GAZETTE_DAY)
      .toSorted((a, b) => a.date.localeCompare(b.date)),
    owner: used.owner,
  };
}

interface End {
  /** The day on which the right ended, months before the gazette says so. */
  readonly effective: number;
  readonly entry: WorldLegalEvent;
}

/** An unpaid fee ends the right on the filing day's anniversary; the gazette follows after grace and four months (FACTS D5). */
function endOfLife(random: Random, subject: LegalSubject, granted: number): End | null {
  const filed = toDay(subject.filingDate);
  const term = TERM_YEARS[subject.type];
  for (let year = 1; year < term; year++) {
    const due = addYears(filed, year);
    if (due <= granted) continue;
    if (due > TODAY) return null;
    if (!random.chance(YEARLY_LAPSE[subject.type])) continue;
    const gazetted = gazetteDay(addMonths(due, random.int(10, 12)));
    const entry = gazette.lapsedForFee(subject, fromDay(granted), fromDay(due), fromDay(gazetted));
    return { effective: due, entry };
  }
  const expired = addYears(filed, term);
  if (expired > TODAY) return null;
  const gazetted = fromDay(gazetteDay(expired + 20));
  return { effective: expired, entry: gazette.expired(subject, fromDay(granted), fromDay(expired), gazetted) };
}

/** Transfers, licences, pledges and the rarer entries, between the grant and the end. */
function putToUse(random: Random, subject: LegalSubject, granted: number, until: number) {
  const events: WorldLegalEvent[] = [];
  let owner = subject.applicant;
  const room = until - granted - 60;
  if (room < 120) return { events, owner };
  const someDay = (): number => granted + 60 + random.int(0, room - 60);
  const serial = String(subject.index).padStart(6, "0").slice(-6);

  const transfer = someDay();
  if (random.chance(0.09) && subject.other !== owner) {
    events.push(gazette.transferred(subject, owner.name, subject.other.name, gazettedAfter(transfer)));
    owner = subject.other;
  }
  // Only the owner of the day can license or pledge: later than the transfer.
  const laterDay = (): number =>
    owner === subject.applicant ? someDay() : Math.min(until - 1, transfer + random.int(30, 400));
  if (random.chance(0.05)) {
    const licence = { licensor: owner.name, licensee: "川渝示例制造有限公司", type: random.pick(LICENCE_TYPES) };
    events.push(gazette.licensed(subject, licence, numbered("X", laterDay(), serial)));
  }
  if (random.chance(0.06)) events.push(...pledge(random, subject, owner.name, laterDay(), until, serial));
  if (random.chance(0.008)) events.push(gazette.preserved(subject, gazettedAfter(laterDay())));
  if (random.chance(0.01)) {
    const dates = numbered("KF", laterDay(), serial);
    events.push(gazette.openLicence(subject, owner.name, dates, `一次性支付${random.int(1, 20)}万元`));
  }
  if (random.chance(0.006))
    events.push(gazette.partlyInvalidated(subject, `5${serial.slice(-5)}`, gazettedAfter(laterDay())));
  return { events, owner };
}

const LICENCE_TYPES = ["普通许可", "普通许可", "独占许可", "排他许可"] as const;
const BANKS = ["示例银行成都分行", "示例银行重庆分行", "川渝示例农村商业银行", "示例科技支行"];

function pledge(
  random: Random,
  subject: LegalSubject,
  ...[pledgor, day, until, serial]: [string, number, number, string]
): readonly WorldLegalEvent[] {
  const bank = random.pick(BANKS);
  const dates = numbered("Y", day, serial);
  const events = [gazette.pledged(subject, pledgor, bank, dates)];
  const released = day + random.int(300, 900);
  if (released < until) {
    events.push(gazette.pledgeCancelled(subject, pledgor, bank, { ...gazettedAfter(released), number: dates.number }));
  }
  return events;
}

function numbered(prefix: string, day: number, serial: string) {
  const dates = gazettedAfter(day);
  return { ...dates, number: `${prefix}${dates.registered.slice(0, 4)}980${serial}` };
}

/** What is in the world has been gazetted: no later than the latest gazette. */
function boundedGazette(day: number): number {
  return Math.min(gazetteDay(day), LATEST_GAZETTE_DAY);
}
