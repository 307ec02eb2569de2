import type { OpsLegalEvent } from "#adapters/epo-ops/ops-family.ts";
import { maskContacts } from "#schema/codes/mask.ts";
import { inpadocEventView, type LegalEventView } from "#subgraphs/national/legal/legal-event-view.ts";
import type { NationalLoad } from "#subgraphs/national/national-load.ts";
import type { PatentView } from "#subgraphs/national/patent/patent-view.ts";
import { applicationKeysOf, isWhole } from "./family-view.ts";
import { opsReferenceOf } from "./ops-reference.ts";

/** The INPADOC events of one patent, oldest first. */
export interface InpadocEvents {
  readonly events: readonly { readonly concernedOffice: string; readonly view: LegalEventView }[];
  /** OPS's answer held every publication: none can have more events. */
  readonly isWhole: boolean;
}

/**
 * Events hang on one publication, mostly the first, and speak of its application: all events of this patent's applications
 * are taken, whichever publication they hang on. Null where OPS has no such case. Throws UpstreamError.
 */
export async function inpadocEventsOf(patent: PatentView, load: NationalLoad): Promise<InpadocEvents | null> {
  const reference = opsReferenceOf(patent);
  const family = reference === null ? null : (await load.inpadocFamilies.load(reference)).value;
  if (family === null) return null;
  const keys = applicationKeysOf(patent, family);
  const events = family.applications.filter(({ key }) => keys.has(key)).flatMap((application) => application.events);
  return {
    events: events.map((event) => ({ concernedOffice: event.concernedOffice, view: toView(event) })),
    isWhole: isWhole(family),
  };
}

/** The flag of influence is left out: it says nothing of the status (CN's PP01 freezes a right and is "+"). */
function toView({ code, description, office, gazetteDate, effectiveDate, details }: OpsLegalEvent): LegalEventView {
  const items = details.map(({ label, value }) => ({ label, value: maskContacts(value) }));
  return inpadocEventView({ office, code, date: gazetteDate, effectiveDate, text: description || null, items });
}
