import type { Uscc } from "#schema/ids/uscc.ts";

/** What stands behind the GraphQL type PartyReference in this node: a party as printed, to be matched when asked. */
export interface PartyReferenceView {
  readonly name: string | null;
  readonly party: {
    readonly name: string | null;
    readonly uscc: Uscc | null;
    readonly regionCode: string | null;
    readonly officeCode: string | null;
  };
}

/** A party of which the source prints the name alone. */
export function partyNamed(name: string): PartyReferenceView {
  return { name, party: { name, uscc: null, regionCode: null, officeCode: null } };
}
