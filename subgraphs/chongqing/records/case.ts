import type { Kjy01Case } from "#adapters/chongqing-kjy01/records.ts";
import { mapCaseStage } from "#schema/codes/case-stages.ts";
import { TASK_KIND_WORDS, TASK_STATUS_WORDS, toCoded } from "./codes.ts";
import { idOf, type KeptRecord, provenanceOf } from "./origin.ts";
import { toParty, toPatent } from "./references.ts";

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
    tasks: docket.tasks.map((task) => ({
      kind: toCoded(TASK_KIND_WORDS, task.kindText, "OTHER"),
      dueDate: task.dueDate,
      status: toCoded(TASK_STATUS_WORDS, task.statusText, "UNKNOWN"),
      basis: task.basis,
    })),
    provenance: provenanceOf(kept, { id: docket.id, updatedAt: docket.updatedAt, accessPolicy: "PRIVATE" }),
  } as const;
}
