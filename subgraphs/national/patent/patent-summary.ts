import { deriveLegalStatus } from "#adapters/cnipa-bulk/legal/derive-legal-status.ts";
import { chinaDateOf } from "#schema/codes/dates.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import type { NationalContext } from "#subgraphs/national/national-load.ts";
import type { FoundItem, HarvestPage, NodeHarvest } from "#subgraphs/runtime/define-node.ts";
import type { PatentView } from "./patent-view.ts";

/** What the hub finds a patent by. */
export function patentItem(patent: PatentView, now: number): FoundItem {
  const { id, applicationNumber, titles, abstracts, classifications, applicants, publications, provenance } = patent;
  const updatedAt = provenance.sourceUpdatedAt;
  return {
    id,
    summary: {
      title: titles.original,
      text: abstracts.original,
      numbers: [
        ...(applicationNumber === null ? [] : [applicationNumber]),
        ...publications.map(({ publicationNumber }) => publicationNumber),
      ],
      classes: classifications.map(({ symbol }) => symbol),
      region: applicants[0]?.region?.code ?? null,
      parties: applicants.flatMap(({ names, uscc }) => [names.original, uscc]).filter((one) => one !== null),
      status: statusOf(patent, now),
      date: updatedAt === null ? null : chinaDateOf(updatedAt),
      licence: provenance.licence.code,
      fetchedAt: provenance.fetchedAt,
      sourceUpdatedAt: updatedAt,
    },
  };
}

/** As of today; what is known through a later gazette changes the record, what runs out by itself does not. */
function statusOf({ record, legalStatus }: PatentView, now: number): string | null {
  const day = chinaDateOf(now);
  if (record === null || day === null) return legalStatus?.code ?? null;
  return deriveLegalStatus(record, day).code;
}

/** The imported patents in the order of their changes; the last cursor is where the next changes follow. */
export async function harvestPatents(
  { cursor, first }: NodeHarvest,
  { load, now }: NationalContext,
): Promise<HarvestPage> {
  const changed = await load.changedPatents(cursor, first);
  if (changed === null) return { items: [], cursor: null };
  return {
    items: changed.patents.map((patent) => patentItem(patent, now)),
    removed: changed.removed.map((number) => encodeNodeId("Patent", number)),
    cursor: changed.isEnd ? null : changed.cursor,
    resume: changed.isEnd ? changed.cursor : null,
  };
}
