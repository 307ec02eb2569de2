import type { Kjy01Case } from "#adapters/chongqing-kjy01/records.ts";
import { mapCaseStage } from "#schema/codes/case-stages.ts";
import { idOf, type KeptRecord, provenanceOf } from "./origin.ts";
import { toParty, toPatent } from "./references.ts";
import { toTask } from "./task.ts";

/** A docket as ChongqingCase: private, without a public page. */
export function toCase(kept: KeptRecord<Kjy01Case>) {
  const docket = kept.record.value;
  return {
    __typename: "ChongqingCase",
    id: idOf("ChongqingCase", docket.id),
    caseNumber: docket.caseNumber,
    stage: { code: mapCaseStage(docket.stageText), raw: docket.stageText },
    patent: toPatent(docket.patentNumberText),
    patentNumberText: docket.patentNumberText,
    client: toParty(docket.client),
    tasks: docket.tasks.map(toTask),
    provenance: provenanceOf(kept, { id: docket.id, updatedAt: docket.updatedAt, accessPolicy: "PRIVATE" }),
  } as const;
}
