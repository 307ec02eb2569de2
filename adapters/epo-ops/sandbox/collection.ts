import type { World, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import { parseApplicationNumber, toDocdbApplication } from "#schema/ids/application-number.ts";
import { foreignMembers } from "./foreign-members.ts";
import type { SandboxNumber, SandboxPublication } from "./publication.ts";

/** What the sandbox can be asked for. Keys: `CN.116012345.B` (DOCDB), `CN116012345B` (EPODOC). */
export interface SandboxCollection {
  readonly all: readonly SandboxPublication[];
  byPublication(key: string): readonly SandboxPublication[];
  byApplication(key: string): readonly SandboxPublication[];
  /** By the application number as its office writes it: `CN202310123456.6`, `PCT/CN2023/912345`. */
  byOriginal(key: string): readonly SandboxPublication[];
  family(familyId: string): readonly SandboxPublication[];
}

/** CN members of the world's inventions and utility models, with the foreign members of those that have a family. */
export function createCollection(world: World): SandboxCollection {
  const all = world.patents.flatMap((patent) => {
    const own = chineseMembers(patent);
    return [...own, ...foreignMembers(patent, own[0])];
  });
  const publications = indexBy(all, ({ publication }) => [docdbKey(publication), ...epodocKeys(publication)]);
  const applications = indexBy(all, ({ application }) => [docdbKey(application), application.epodoc]);
  const originals = indexBy(all, ({ application: { office, original } }) => [original, `${office}${original}`]);
  const families = indexBy(all, ({ familyId }) => [familyId]);
  return {
    all,
    byPublication: (key) => publications.get(key) ?? [],
    byApplication: (key) => applications.get(key) ?? [],
    byOriginal: (key) => originals.get(key) ?? [],
    family: (familyId) => families.get(familyId) ?? [],
  };
}

/** OPS's coverage of Chinese designs is not known to us: the sandbox has none. */
function chineseMembers(patent: WorldPatent): readonly SandboxPublication[] {
  const parsed = parseApplicationNumber(patent.applicationNumber);
  if (patent.type === "DESIGN" || !parsed.ok) return [];
  const docdb = toDocdbApplication(parsed.value);
  const application = {
    ...docdb,
    date: patent.filingDate,
    epodoc: docdb.kind === "A" ? `CN${docdb.number}` : `CN${docdb.number}${docdb.kind}`,
    original: parsed.value.slice(2),
  };
  return patent.publications.map(({ number, kind, date }, index) => ({
    publication: { office: "CN", number, kind, date, epodoc: kind === "A" ? `CN${number}` : `CN${number}${kind}` },
    application,
    familyId: patent.familyId,
    patent,
    isFirst: index === 0,
  }));
}

function docdbKey({ office, number, kind }: SandboxNumber): string {
  return `${office}.${number}.${kind}`;
}

/** EPODOC tells CN grants apart by a letter in the number; elsewhere one number means all its kinds. */
function epodocKeys({ epodoc, kind }: SandboxNumber): readonly string[] {
  return epodoc.endsWith(kind) ? [epodoc] : [epodoc, `${epodoc}.${kind}`];
}

function indexBy(
  all: readonly SandboxPublication[],
  keysOf: (one: SandboxPublication) => readonly string[],
): ReadonlyMap<string, readonly SandboxPublication[]> {
  const index = new Map<string, SandboxPublication[]>();
  for (const one of all) {
    for (const key of keysOf(one)) {
      const group = index.get(key);
      if (group === undefined) index.set(key, [one]);
      else group.push(one);
    }
  }
  return index;
}
