import { labelledItems } from "#adapters/cnipa-bulk/legal/labelled-items.ts";
import type { LegalEvent } from "#adapters/cnipa-bulk/patent-record.ts";
import { parseChineseDate } from "#schema/codes/dates.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { emptyToNull } from "#schema/ids/text.ts";
import { applicationOf } from "./application-of.ts";

import { ImportProblem } from "./import-problem.ts";
import { descendants, leaf, textOf, type XmlElement } from "./xml-element.ts";

/** One legal-status record of the bulk feed. */
export const LEGAL_EVENT_ROOT = "PRSRecord";

export interface DecodedEvent {
  readonly applicationNumber: ApplicationNumber;
  readonly event: LegalEvent;
}

/** A PRS record. No real sample was at hand: element names are from programs that read the feed. */
export function decodeLegalEvent(root: XmlElement): DecodedEvent {
  const references = descendants(root, "ApplicationReference");
  const standard = references.find((element) => element.attributes["dataFormat"] === "standard");
  const original = references.find((element) => element.attributes["dataFormat"] !== "standard");
  const date = parseChineseDate(leaf(root, "PRSPublicationDate", "Date") || leaf(root, "PRSPublicationDate"));
  if (date === null) {
    throw new ImportProblem("NO_EVENT_DATE", {
      zh: "法律状态记录没有公告日",
      en: "The legal-status record has no gazette day",
    });
  }
  return {
    applicationNumber: applicationOf({ original: numberOf(original), standard: numberOf(standard) }),
    event: {
      code: emptyToNull(leaf(root, "PRSCode"))?.toUpperCase() ?? null,
      name: leaf(root, "PRSValue"),
      date,
      items: labelledItems(textOf(descendants(root, "PRSInformation")[0])),
    },
  };
}

function numberOf(reference: XmlElement | undefined): string | null {
  return emptyToNull(leaf(reference, "DocumentID", "DocNumber")) ?? emptyToNull(leaf(reference, "DocNumber"));
}
