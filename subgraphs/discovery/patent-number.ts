import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { decodeNodeId } from "#schema/ids/node-id.ts";

/** A patent as another node refers to it, or by its id alone. */
export interface PatentParent {
  readonly id: string;
  readonly applicationNumber?: string | null;
}

/** Its Chinese application number; null for a patent that has none. */
export function patentNumberOf({ id, applicationNumber }: PatentParent): string | null {
  if (applicationNumber !== undefined) return applicationNumber;
  const decoded = decodeNodeId(id);
  const parsed = decoded?.typename === "Patent" ? parseApplicationNumber(decoded.key) : null;
  return parsed?.ok && parsed.value === decoded?.key ? parsed.value : null;
}
