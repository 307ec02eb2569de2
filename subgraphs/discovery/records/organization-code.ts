import { decodeNodeId } from "#schema/ids/node-id.ts";
import { parseUscc } from "#schema/ids/uscc.ts";

/** An organisation as another node refers to it, or by its id alone. */
export interface OrganizationParent {
  readonly id: string;
  readonly uscc?: string | null;
}

/** Its social credit code; null for one that is known by its name alone. */
export function usccOf({ id, uscc }: OrganizationParent): string | null {
  if (uscc !== undefined) return uscc;
  const decoded = decodeNodeId(id);
  const parsed = decoded?.typename === "Organization" ? parseUscc(decoded.key) : null;
  return parsed?.ok && parsed.value === decoded?.key ? parsed.value : null;
}
