import type { OpsLegalDetail, OpsLegalEvent } from "#adapters/epo-ops/ops-family.ts";
import type { XmlElement } from "#adapters/runtime/call/decoders/parse-xml.ts";
import { elementAt, textAt } from "#adapters/runtime/call/decoders/xml-select.ts";
import { toOpsDate } from "./ops-date.ts";

/** Reads one `ops:legal`. The fields L001EP … L019EP say which event it is, those inside L500EP its particulars. */
export function decodeLegalEvent(element: XmlElement, memberOffice: string): OpsLegalEvent {
  const { code = "", desc = "", infl = "" } = element.attributes;
  const office = textAt(element, "L001EP") ?? memberOffice;
  return {
    code: code.trim() || (textAt(element, "L008EP") ?? ""),
    description: desc.replaceAll(/\s+/g, " ").trim(),
    influence: infl === "+" || infl === "-" ? infl : null,
    office,
    concernedOffice: textAt(element, "L500EP", "L501EP") ?? office,
    gazetteDate: toOpsDate(textAt(element, "L007EP")),
    effectiveDate: toOpsDate(textAt(element, "L500EP", "L525EP")),
    details: decodeDetails(elementAt(element, "L500EP")),
  };
}

function decodeDetails(particulars: XmlElement | undefined): readonly OpsLegalDetail[] {
  return (particulars?.children ?? []).flatMap((element) => {
    const value = element.text.replaceAll(/\s+/g, " ").trim();
    if (value === "") return [];
    return { field: element.name, label: element.attributes["desc"] ?? element.name, value };
  });
}
