import { LRUCache } from "lru-cache";
import type { Kjy01Party, Kjy01Price } from "#adapters/chongqing-kjy01/records.ts";
import { regionByChineseName } from "#schema/codes/region-names.ts";
import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { encodeNodeId } from "#schema/ids/node-id.ts";
import { parseUscc } from "#schema/ids/uscc.ts";

/** Names of areas repeat from record to record; reading one takes a walk through the divisions. */
const REGIONS = new LRUCache<string, { readonly code: string | null }>({ max: 2_000 });

/** `重庆市九龙坡区` → `{ code: "500107" }`; null where the text names no division. */
export function toRegion(areaText: string | null): { readonly code: string } | null {
  const code = regionCodeOf(areaText);
  return code === null ? null : { code };
}

export function regionCodeOf(areaText: string | null): string | null {
  if (areaText === null) return null;
  const known = REGIONS.get(areaText);
  if (known !== undefined) return known.code;
  const code = regionByChineseName(areaText)?.code ?? null;
  REGIONS.set(areaText, { code });
  return code;
}

/** The patent that a printed number names; null where the number cannot be trusted. */
export function toPatent(numberText: string | null) {
  const applicationNumber = applicationNumberOf(numberText);
  if (applicationNumber === null) return null;
  return { __typename: "Patent", id: encodeNodeId("Patent", applicationNumber), applicationNumber } as const;
}

export function applicationNumberOf(numberText: string | null): string | null {
  const parsed = numberText === null ? null : parseApplicationNumber(numberText);
  return parsed?.ok ? parsed.value : null;
}

export function toAgency(agencyCode: string | null) {
  const parsed = agencyCode === null ? null : parseAgencyCode(agencyCode);
  if (!parsed?.ok) return null;
  return { __typename: "Agency", id: encodeNodeId("Agency", parsed.value), code: parsed.value } as const;
}

/** A party as printed, with the organisation of its credit code where both check characters fit. */
export function toParty(party: Kjy01Party) {
  if (party.name === null && party.uscc === null) return null;
  const uscc = validUscc(party);
  const organization =
    uscc === null ? null : ({ __typename: "Organization", id: encodeNodeId("Organization", uscc), uscc } as const);
  return { name: party.name, organization, match: organization && { method: "USCC", confidence: 1 } };
}

export function validUscc({ uscc }: Kjy01Party): string | null {
  const parsed = uscc === null ? null : parseUscc(uscc);
  return parsed?.ok ? parsed.value : null;
}

export function toPrice({ money, text }: Kjy01Price) {
  return {
    kind: money.kind,
    amount: "amount" in money ? yuan(money.amount) : null,
    maxAmount: "maxAmount" in money ? yuan(money.maxAmount) : null,
    text,
  };
}

function yuan(amount: string) {
  return { amount, currencyCode: "CNY" };
}
