import type { Applicant, LegalEvent, PatentPublication } from "#adapters/cnipa-bulk/patent-record.ts";
import { latestDay } from "#adapters/cnipa-bulk/store/latest-day.ts";
import { regionOfAddress } from "#adapters/cnipa-bulk/xml/region-of-address.ts";
import { kindCodeOf } from "#schema/codes/kind-codes.ts";
import { normaliseName } from "#schema/ids/text.ts";
import type { Uscc } from "#schema/ids/uscc.ts";
import { kindOfEvent } from "./event-kind.ts";
import { changesOf, partiesOf, type RegisterChange, renamedOf } from "./party-changes.ts";
import { type StatusReason, statusReason } from "./status-reason.ts";
import { effectiveDayOf, transferOf } from "./transfer.ts";

/** Who holds the right, or before the grant the application, as far as publications and gazette tell. */
interface Owner {
  readonly name: string;
  /** Names that it bore before, oldest first, as the gazette tells for this patent. */
  readonly formerNames: readonly string[];
  /** Day of the grant (of the filing before it), or of the transfer that brought it. */
  readonly sinceDate: string | null;
  /** What the newest publication printed of it; null for who came by a transfer. */
  readonly uscc: Uscc | null;
  readonly regionCode: string | null;
  readonly officeCode: string | null;
}

export interface Ownership {
  readonly owners: readonly Owner[];
  /** GAZETTED: a transfer whose parties fit; INFERRED: as published, no transfer gazetted, or a chain with a gap. */
  readonly certainty: "GAZETTED" | "INFERRED" | "UNKNOWN";
  readonly reason: StatusReason | null;
}

export interface OwnershipSubject {
  readonly applicants: readonly Applicant[];
  readonly filingDate: string | null;
  readonly publications: readonly PatentPublication[];
  readonly legalEvents: readonly LegalEvent[];
}

/**
 * The parties of the newest publication, then every transfer and change of name that was gazetted after it, in order of
 * the day from which it counts. A transfer replaces those whom it names as leaving; where they are not the owners so
 * far, the chain has a gap and the answer says so.
 */
export function ownersOf(subject: OwnershipSubject): Ownership {
  const start = startOf(subject);
  const published = latestDay(subject.publications.map(({ date }) => date)) ?? "";
  const [before, after] = [subject.legalEvents.filter(isOlder), subject.legalEvents.filter((event) => !isOlder(event))];
  const known = before.reduce(withSince, start);
  const ordered = [...after].sort(
    (a, b) => effectiveDayOf(a).localeCompare(effectiveDayOf(b)) || a.date.localeCompare(b.date),
  );
  return ordered.reduce(take, known);

  function isOlder(event: LegalEvent): boolean {
    return event.date <= published;
  }
}

function startOf({ applicants, filingDate, publications }: OwnershipSubject): Ownership {
  const grant = publications.find(({ kind }) => kindCodeOf(kind)?.stage === "GRANT");
  const owners = applicants.map(({ name, uscc, regionCode, officeCode }) => ({
    ...{ name, formerNames: [], uscc, regionCode, officeCode },
    sinceDate: grant?.date ?? filingDate,
  }));
  return { owners, certainty: owners.length === 0 ? "UNKNOWN" : "INFERRED", reason: null };
}

/** An entry before the newest publication changes nobody in it: it tells since when they are there. */
function withSince(ownership: Ownership, event: LegalEvent): Ownership {
  const transfer = transferOf(event);
  if (transfer === null) return ownership;
  const came = new Set(transfer.after.filter((name) => !transfer.before.includes(name)).map(normaliseName));
  const owners = ownership.owners.map((owner) =>
    came.has(normaliseName(owner.name)) ? { ...owner, sinceDate: transfer.effectiveDate } : owner,
  );
  return { ...ownership, owners };
}

function take(ownership: Ownership, event: LegalEvent): Ownership {
  const changes = changesOf(event);
  if (transferOf(event) !== null) return transferred(ownership, event, changes);
  return kindOfEvent(event) === "BIBLIOGRAPHIC_CHANGE" ? changes.reduce(renamed, ownership) : ownership;
}

function transferred(ownership: Ownership, event: LegalEvent, changes: readonly RegisterChange[]): Ownership {
  const about = changes.filter(({ item }) => item === "PARTY" || item === "CO_PARTY");
  const parties = about.map(partiesOf);
  const leaving = parties.flatMap(({ before }) => before).map(normaliseName);
  const named = [...new Set(parties.flatMap(({ after }) => after))];
  if (named.length === 0) return { ...ownership, certainty: "UNKNOWN", reason: NEW_OWNER_UNNAMED };
  const isNamed = (owner: Owner, names: readonly string[]) => names.includes(namedIn(owner, leaving));
  const arriving = named.filter((name) => !ownership.owners.some((owner) => isNamed(owner, [normaliseName(name)])));
  // Co-owners may come without anybody leaving: `变更前…：无`.
  const mayFit = leaving.length > 0 || about.every(({ item }) => item === "CO_PARTY");
  const fits = mayFit && leaving.every((name) => ownership.owners.some((owner) => isNamed(owner, [name])));
  if (!fits && arriving.length === 0) return ownership;
  const address = changes.find(({ item }) => item === "ADDRESS")?.after ?? "";
  const fresh = arriving.map((name, index) => newOwner(name, effectiveDayOf(event), index === 0 ? address : ""));
  const goes = (owner: Owner) => !isNamed(owner, named.map(normaliseName)) && (!fits || isNamed(owner, leaving));
  const at = ownership.owners.findIndex(goes);
  const staying = ownership.owners.filter((owner) => !goes(owner));
  const place = at < 0 ? staying.length : Math.min(at, staying.length);
  const owners = [...staying.slice(0, place), ...fresh, ...staying.slice(place)];
  return fits && ownership.reason === null
    ? { owners, certainty: "GAZETTED", reason: null }
    : { owners, certainty: "INFERRED", reason: ownership.reason ?? CHAIN_BROKEN };
}

/** The name under which a transfer knows an owner: a former one, where it names that as leaving instead of the newest. */
function namedIn({ name, formerNames }: Owner, leaving: readonly string[]): string {
  const names = [name, ...formerNames.toReversed()].map(normaliseName);
  return names.find((one) => leaving.includes(one)) ?? normaliseName(name);
}

/** A change of name: who held the right holds it still. */
function renamed(ownership: Ownership, change: RegisterChange): Ownership {
  if (change.item !== "PARTY" && change.item !== "CO_PARTY") return ownership;
  const pairs = renamedOf(change);
  const owners = ownership.owners.map((owner) => {
    const pair = pairs.find(([before]) => normaliseName(before) === normaliseName(owner.name));
    return pair === undefined ? owner : { ...owner, name: pair[1], formerNames: [...owner.formerNames, pair[0]] };
  });
  return { ...ownership, owners };
}

function newOwner(name: string, sinceDate: string, address: string): Owner {
  const regionCode = address === "" ? null : regionOfAddress("", address);
  return { name, formerNames: [], sinceDate, uscc: null, regionCode, officeCode: null };
}

const CHAIN_BROKEN = statusReason(
  "OWNER_CHAIN_BROKEN",
  "转移公告所载的变更前权利人与此前所知的权利人不符，其间可能有未见公告的变动",
  "A transfer names former owners who are not the owners known so far: something between was not gazetted or not loaded",
);
const NEW_OWNER_UNNAMED = statusReason(
  "NEW_OWNER_NOT_NAMED",
  "有转移公告，但未载变更后的权利人",
  "A transfer was gazetted that does not name the new owner",
);
