import type { PublicationReference } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { Parsed } from "#schema/ids/parsed.ts";
import { type PatentNumber, parsePatentNumber } from "#schema/ids/patent-number.ts";
import { toDocdbPct } from "#schema/ids/pct-number.ts";
import { refuse } from "#schema/ids/refuse.ts";
import type { PatentLoaders } from "./patent-loaders.ts";
import type { PatentView } from "./patent-view.ts";

/**
 * The patent that a number in any spelling names: null where no source holds it, a problem where the number is bad or
 * names several. Throws UpstreamError.
 */
export async function findPatent(text: string, load: PatentLoaders): Promise<Parsed<PatentView | null>> {
  const parsed = parsePatentNumber(text);
  if (!parsed.ok) return parsed;
  const found = await candidatesFor(parsed.value, load);
  const [first, ...others] = found;
  return others.length === 0 ? { ok: true, value: first ?? null } : ambiguous(found);
}

/** The patents that a number in canonical form names. Throws UpstreamError. */
export async function candidatesFor(number: PatentNumber, load: PatentLoaders): Promise<readonly PatentView[]> {
  if (number.kind === "application") return present(await load.patents.load(number.application));
  if (number.kind === "pct") {
    const phases = await load.pct.load(number.pct);
    return phases.length > 0 ? phases : present(await load.opsPatents.load(toDocdbPct(number.pct)));
  }
  return findByPublication(number, load);
}

/** The patents whose document that number is: imported records first, OPS for what is missing. Throws UpstreamError. */
export async function findByPublication(
  reference: PublicationReference,
  load: PatentLoaders,
): Promise<readonly PatentView[]> {
  const held = reference.office === "CN" ? await load.publications.load(reference) : [];
  return held.length > 0 ? held : fromOps(reference, load);
}

/** OPS may know a publication of a case whose other publications are imported: the imported record stands. */
async function fromOps(reference: PublicationReference, load: PatentLoaders): Promise<readonly PatentView[]> {
  const found = await load.opsPublications.load(reference);
  return Promise.all(
    found.map(async (view) =>
      view.applicationNumber === null ? view : ((await load.patents.load(view.applicationNumber)) ?? view),
    ),
  );
}

function present(view: PatentView | null): readonly PatentView[] {
  return view === null ? [] : [view];
}

/** Until 2007 a document number without its kind code could belong to several cases. */
function ambiguous(found: readonly PatentView[]): Parsed<never> {
  const candidates = found.map((view) => view.applicationNumber ?? view.provenance.sourceRecordId);
  return refuse(
    "AMBIGUOUS",
    {
      zh: `该号码对应多件申请：${candidates.join("、")}`,
      en: `This number names several applications: ${candidates.join(", ")}`,
    },
    { candidates },
  );
}
