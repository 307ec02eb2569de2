import { addMonths, fromDay, toDay, WORLD_TODAY } from "#adapters/runtime/sandbox/world/calendar.ts";
import { createRandom } from "#adapters/runtime/sandbox/world/random.ts";
import type { WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import type { SandboxPublication } from "./publication.ts";

/** Share of inventions that were filed abroad besides those that came in through the PCT. */
const ABROAD_SHARE = 0.08;
/** Known to have a family, so that documents and tests can rely on it. */
const ALWAYS_ABROAD: ReadonlySet<string> = new Set(["CN202310123456.6"]);

/** The family abroad: an international publication, its European phase (A1, for some B1) and, for some, a US one. */
export function foreignMembers(
  patent: WorldPatent,
  first: SandboxPublication | undefined,
): readonly SandboxPublication[] {
  if (first === undefined || patent.type !== "INVENTION") return [];
  const serial = Number(patent.familyId) % 100_000;
  const random = createRandom(serial, `epo-ops ${patent.applicationNumber}`);
  const isWellKnown = ALWAYS_ABROAD.has(patent.applicationNumber);
  if (!isWellKnown && patent.pct === null && !random.chance(ABROAD_SHARE)) return [];
  const filed = monthsAfter(patent.filingDate, patent.pct === null ? 11 : 0);
  const abroad = { patent, serial: String(serial).padStart(5, "0"), filed };
  const members = [
    international(abroad),
    ...(isWellKnown || random.chance(0.6) ? european(abroad, random.chance(0.4)) : []),
    ...(isWellKnown || random.chance(0.5) ? [american(abroad)] : []),
  ];
  return members.filter(({ publication }) => publication.date <= WORLD_TODAY);
}

interface Abroad {
  readonly patent: WorldPatent;
  /** Five digits; the nines put before it lift every number beyond those that the offices have given out. */
  readonly serial: string;
  readonly filed: string;
}

function international({ patent, serial, filed }: Abroad): SandboxPublication {
  // The world publishes an entry by the PCT sixteen months after its filing; a claim of priority has waited eleven.
  const date = monthsAfter(filed, patent.pct === null ? 7 : 16);
  const number = patent.pct?.publicationNumber.slice(2, -2) ?? `${date.slice(0, 4)}9${serial}`;
  const original = patent.pct?.applicationNumber ?? `PCT/CN${filed.slice(0, 4)}/9${serial}`;
  const application = original.replace(/^PCT\/CN|\//g, "");
  return member(patent, {
    publication: { office: "WO", number, kind: "A1", date },
    application: { office: "CN", number: application, kind: "W", date: filed, epodoc: `CN${application}W` },
    original,
    isFirst: true,
  });
}

function european(abroad: Abroad, isGranted: boolean): readonly SandboxPublication[] {
  const { patent, serial, filed } = abroad;
  const number = `99${serial}`;
  const year = filed.slice(2, 4);
  const application = {
    application: {
      office: "EP",
      number: `${year}9${serial}`,
      kind: "A",
      date: filed,
      epodoc: `EP20${year}09${serial}`,
    },
    original: `${year}9${serial}`,
  };
  const published = monthsAfter(filed, 20);
  const stages = [
    { kind: "A1", date: published, isFirst: true },
    ...(isGranted ? [{ kind: "B1", date: monthsAfter(published, 30), isFirst: false }] : []),
  ];
  return stages.map(({ kind, date, isFirst }) =>
    member(patent, { publication: { office: "EP", number, kind, date }, ...application, isFirst }),
  );
}

function american({ patent, serial, filed }: Abroad): SandboxPublication {
  const date = monthsAfter(filed, 21);
  return member(patent, {
    publication: { office: "US", number: `${date.slice(0, 4)}99${serial}`, kind: "A1", date },
    application: {
      office: "US",
      number: `${filed.slice(0, 4)}199${serial}`,
      kind: "A",
      date: filed,
      epodoc: `US${filed.slice(0, 4)}199${serial}`,
    },
    original: `19/9${serial}`,
    isFirst: true,
  });
}

type Numbers = Omit<SandboxPublication["publication"], "epodoc">;

interface MemberNumbers {
  readonly publication: Numbers;
  readonly application: SandboxPublication["publication"];
  readonly original: string;
  readonly isFirst: boolean;
}

function member(
  patent: WorldPatent,
  { publication, application, original, isFirst }: MemberNumbers,
): SandboxPublication {
  return {
    publication: { ...publication, epodoc: `${publication.office}${publication.number}` },
    application: { ...application, original },
    familyId: patent.familyId,
    patent,
    isFirst,
  };
}

function monthsAfter(date: string, months: number): string {
  return fromDay(addMonths(toDay(date), months));
}
