import { decodeNodeId } from "#schema/ids/node-id.ts";

/** By its code from another node, by its id from a list. */
export interface AgencyReference {
  readonly id: string;
  readonly code?: string;
}

export function agencyCode({ id, code }: AgencyReference): string {
  return code ?? decodeNodeId(id)?.key ?? "";
}
