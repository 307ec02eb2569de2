import type { WorldLegalEvent, WorldPatent } from "#adapters/runtime/sandbox/world/types.ts";
import { parseApplicationNumber, toStandardNumber } from "#schema/ids/application-number.ts";
import { compactDay, escapeXml, tag } from "./xml-text.ts";

/** One gazette entry as a PRS record: what matters stands in labelled lines of one text. */
export function writeLegalEvent(patent: WorldPatent, event: WorldLegalEvent): string {
  const parsed = parseApplicationNumber(patent.applicationNumber);
  const standard = parsed.ok ? toStandardNumber(parsed.value) : "0";
  const reference = (format: string, number: string) =>
    `<business:ApplicationReference dataFormat="${format}"><base:DocumentID>${tag("base:WIPOST3Code", "CN")}${tag("base:DocNumber", number)}</base:DocumentID></business:ApplicationReference>`;
  const lines = event.items.map(([label, value]) => `${label}：${value}`).join("\n");
  return `<business:PRSRecord>${reference("original", patent.applicationNumber.slice(2))}${reference("standard", standard)}
<business:PRSPublicationDate>${tag("base:Date", compactDay(event.date))}</business:PRSPublicationDate>
${tag("business:PRSCode", event.code)}${tag("business:PRSValue", event.name)}
<business:PRSInformation>${escapeXml(lines)}</business:PRSInformation></business:PRSRecord>
`;
}
